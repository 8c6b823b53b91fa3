//! What keeps a clause, in words.

use azukari_model::{Language, Words};
use azukari_policy::{
    declared::{Keeper, Policy},
    guarantee::Guarantee,
    publish::phrase,
    vocabulary::Family,
};

/// What kind of thing it is.
pub(super) fn kind(keeper: &Keeper, language: Language) -> &'static str {
    let (ja, en) = match keeper {
        Keeper::Declared(family, _) => family_words(*family),
        Keeper::Grounds => ("例外", "exceptions"),
        Keeper::Incident => ("事案への対応", "incidents"),
        Keeper::Revision => ("改定の手順", "revision"),
        Keeper::Transmissions => ("外部送信の公表", "transmissions"),
        Keeper::Guarantee(_) => ("仕組み", "built in"),
    };
    phrase::pick(language, ja, en)
}

const fn family_words(family: Family) -> (&'static str, &'static str) {
    match family {
        Family::Contact => ("窓口", "contact"),
        Family::Event => ("出来事", "event"),
        Family::Keep => ("保存期間", "period"),
        Family::Item | Family::Set => ("項目", "item"),
        Family::Source => ("取得元", "source"),
        Family::Group | Family::Purpose => ("利用目的", "purpose"),
        Family::Recipient => ("提供先", "recipient"),
        Family::Provision => ("提供", "provision"),
        Family::JointUse => ("共同利用", "joint use"),
        Family::Exception => ("例外", "exception"),
        Family::Category | Family::Tag => ("外部送信", "transmission"),
        Family::Statistic => ("統計", "statistic"),
        Family::Right => ("請求", "right"),
        Family::Decline => ("断る理由", "ground to decline"),
        Family::Measure => ("安全管理措置", "measure"),
        Family::System => ("自社システム", "system"),
        Family::Role => ("役割", "role"),
        Family::Vendor => ("外部サービス", "vendor"),
    }
}

/// Which one it is: its label where it has one, else its id.
pub(super) fn name(policy: &Policy, keeper: &Keeper, language: Language) -> String {
    match keeper {
        Keeper::Declared(family, id) => {
            let label = label(policy, *family, id, language);
            label.filter(|label| !label.is_empty()).unwrap_or_else(|| id.to_string())
        }
        Keeper::Guarantee(guarantee) => {
            let (ja, en) = guarantee_words(*guarantee);
            phrase::pick(language, ja, en).to_owned()
        }
        Keeper::Grounds => {
            phrase::pick(language, "法令の例外だけを認める", "only the exceptions of the law").to_owned()
        }
        Keeper::Incident => phrase::pick(language, "漏えい等への対応", "leaks and losses").to_owned(),
        Keeper::Revision => phrase::pick(language, "改定の前のお知らせ", "announced before it changes").to_owned(),
        Keeper::Transmissions => phrase::pick(language, "送信先の一覧", "list of who gets what").to_owned(),
    }
}

fn label(policy: &Policy, family: Family, id: &str, language: Language) -> Option<String> {
    let words = |words: &Words| words.in_language(language).to_owned();
    match family {
        Family::Event => policy.event(id).map(|event| words(&event.label)),
        Family::Keep => policy.keep(id).map(|keep| phrase::keep(policy, language, keep)),
        Family::Item => policy.item(id).map(|item| words(&item.label)),
        Family::Group => policy.group(id).map(|group| words(&group.label)),
        Family::Purpose => policy.purpose(id).map(|purpose| words(&purpose.label)),
        Family::Recipient => policy.recipient(id).map(|recipient| words(&recipient.name)),
        Family::Exception => policy.exception(id).map(|exception| words(&exception.label)),
        Family::Category => policy.category(id).map(|category| words(&category.label)),
        Family::Tag => policy.tag(id).map(|tag| words(&tag.name)),
        Family::Statistic => policy.statistic(id).map(|statistic| words(&statistic.label)),
        Family::Right => policy.right(id).map(|right| phrase::right(language, right.gives).to_owned()),
        Family::Decline => policy.decline(id).map(|decline| words(&decline.label)),
        Family::Measure => policy.measure(id).map(|measure| words(&measure.label)),
        Family::Contact => policy.contact(id).map(|contact| words(&contact.name)),
        Family::Source => policy.source(id).map(|source| phrase::source(language, source).to_owned()),
        Family::Provision | Family::JointUse => policy.flow(id).map(|flow| {
            let names = flow.to.iter().filter_map(|to| policy.recipient(to)).map(|to| to.name.in_language(language));
            phrase::list(language, names)
        }),
        Family::Set | Family::System | Family::Role | Family::Vendor => None,
    }
}

const fn guarantee_words(guarantee: Guarantee) -> (&'static str, &'static str) {
    match guarantee {
        Guarantee::PurposeShownFirst => ("利用目的を先に示す", "purposes are shown first"),
        Guarantee::UseWithinPurposes => ("利用目的の範囲でだけ使う", "used within its purposes only"),
        Guarantee::ConsentBeforeProvision => ("提供の前に同意を得る", "consent before it is passed on"),
        Guarantee::ProvisionRecorded => ("提供を記録する", "passing on is recorded"),
        Guarantee::AgreementBeforeProvision => ("契約がなければ渡さない", "an agreement before it is passed on"),
        Guarantee::JointUsePublishedFirst => ("公表してから共同利用する", "joint use is published first"),
        Guarantee::WideningAsksFirst => ("目的を広げるときは先に尋ねる", "widening asks first"),
        Guarantee::ExtraItemsDropped => ("余分な情報は受け取らない", "whatever else arrives is dropped"),
        Guarantee::UnlistedTagsBlocked => ("一覧にないタグは読み込まない", "tags that are not listed do not load"),
        Guarantee::StopReachesTags => ("停止の申出はタグにも及ぶ", "a stop reaches tags"),
        Guarantee::NoPersonFromDevice => ("端末の情報から個人を特定しない", "devices are not joined to persons"),
        Guarantee::WayOutInEveryMail => ("どのメールからも停止できる", "every mail carries the way out"),
        Guarantee::IdentityBeforeRelease => ("本人を確かめてから渡す", "identity before release"),
        Guarantee::RecordBeforeRelease => ("記録してから渡す", "recorded before released"),
        Guarantee::ReasonTold => ("断る理由を伝える", "the reason is told"),
        Guarantee::ErasedWhenDue => ("期間が過ぎたら消去する", "erased when due"),
        Guarantee::ErasureReachesSystems => ("消去はほかのシステムにも及ぶ", "erasure reaches other systems"),
        Guarantee::StaffRefusedWithout => {
            ("必要な措置のない従業者は扱えない", "staff without their measures are refused")
        }
        Guarantee::LeastAccess => ("役割に必要な情報だけを開く", "each role opens only what it needs"),
        Guarantee::SealedAtRest => ("暗号化して保管する", "sealed at rest"),
        Guarantee::TamperEvident => ("改ざんすれば分かる", "tampering shows"),
        Guarantee::VersionsReadable => ("過去の版も読める", "every version stays readable"),
    }
}
