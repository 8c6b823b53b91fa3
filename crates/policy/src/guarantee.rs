//! Guarantees: built-in behaviours that can keep a clause. A closed list, each one code path and one scenario test.

use crate::{
    declared::{Operation, Per, Policy},
    vocabulary::{Class, Extra, Part, Shown, Whence, words},
};
use azukari_model::Lang;

words! {
    /// A built-in behaviour that can keep a clause.
    pub enum Guarantee {
        PurposeShownFirst = "purpose-shown-first", UseWithinPurposes = "use-within-purposes",
        ConsentBeforeProvision = "consent-before-provision", ProvisionRecorded = "provision-recorded",
        AgreementBeforeProvision = "agreement-before-provision", JointUsePublishedFirst = "joint-use-published-first",
        WideningAsksFirst = "widening-asks-first", ExtraItemsDropped = "extra-items-dropped",
        UnlistedTagsBlocked = "unlisted-tags-blocked", StopReachesTags = "stop-reaches-tags",
        NoPersonFromDevice = "no-person-from-device", WayOutInEveryMail = "way-out-in-every-mail",
        IdentityBeforeRelease = "identity-before-release", RecordBeforeRelease = "record-before-release",
        ReasonTold = "reason-told", ErasedWhenDue = "erased-when-due", ErasureReachesSystems = "erasure-reaches-systems",
        StaffRefusedWithout = "staff-refused-without", LeastAccess = "least-access", SealedAtRest = "sealed-at-rest",
        TamperEvident = "tamper-evident", VersionsReadable = "versions-readable",
    }
}

impl Guarantee {
    /// What it does, in one sentence for people.
    pub const fn text(self, lang: Lang) -> &'static str {
        let (ja, en) = self.texts();
        lang.pick(ja, en)
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::PurposeShownFirst => (
                "利用目的を示す前に、本人から情報を取得しません",
                "nothing is acquired from a person before the purposes were shown",
            ),
            Self::UseWithinPurposes => (
                "その項目を挙げていない利用目的のために、情報を開きません",
                "nothing is opened for a purpose that does not name it",
            ),
            Self::ConsentBeforeProvision => (
                "本人の同意または認められた例外がなければ、第三者に提供しません",
                "nothing goes to a third party without a yes or an admitted exception",
            ),
            Self::ProvisionRecorded => (
                "提供のたびに、法第29条・第30条の求める記録を残します",
                "every provision leaves the record Articles 29 and 30 ask for",
            ),
            Self::AgreementBeforeProvision => (
                "契約が必要な相手には、有効な契約がなければ何も渡しません",
                "nothing goes where an agreement is required and none is in force",
            ),
            Self::JointUsePublishedFirst => {
                ("五つの事項を公表する前に共同利用をしません", "no joint use before its five facts were published")
            }
            Self::WideningAsksFirst => (
                "後の版で広がった内容は、法の求める通知・公表・同意が済むまで、以前に取得した情報に及びません",
                "what a later version adds does not reach earlier holdings until notice, publication or consent as the law asks",
            ),
            Self::ExtraItemsDropped => (
                "取得元が受け取るべき項目のほかに送ってきたものは、保存の前に捨てます",
                "what a source brings beyond what it takes is dropped before it is stored",
            ),
            Self::UnlistedTagsBlocked => (
                "一覧にないモジュールは読み込まれず、一覧にない送信先にも届きません",
                "code that is not listed does not load, nor reach an unlisted host",
            ),
            Self::StopReachesTags => (
                "利用目的または提供先を停止した人のブラウザでは、その相手のモジュールも止まります",
                "who stops a purpose or a recipient stops that party's code in the browser too",
            ),
            Self::NoPersonFromDevice => (
                "検索・画面・提供のどれによっても、端末の識別子から氏名にたどり着けません",
                "no look-up, page or provision turns a device's identifier into a name",
            ),
            Self::WayOutInEveryMail => (
                "取引関係にある方への広告メールには、必ず配信停止の方法を載せます",
                "no advertising mail to customers without the way out of it",
            ),
            Self::IdentityBeforeRelease => (
                "請求の種類ごとに定めた本人確認が済むまで、請求に応じた開示などをしません",
                "no right is carried out before identity is proven as the right asks",
            ),
            Self::RecordBeforeRelease => (
                "行為の記録を確実に残してから、その結果を渡します",
                "the record of an act is durable before its result leaves",
            ),
            Self::ReasonTold => (
                "宣言した事由と理由がなければ、請求を断りません",
                "nothing is declined without a declared ground and a reason",
            ),
            Self::ErasedWhenDue => {
                ("保存期間を過ぎた情報は、鍵から先に消去します", "what has outlived its period is erased, keys first")
            }
            Self::ErasureReachesSystems => (
                "消去は、バックアップと、宣言したすべての自社システムで確認が取れるまで追います",
                "an erasure is followed into backups and into every declared system until it is confirmed",
            ),
            Self::StaffRefusedWithout => (
                "誓約など必須の安全管理措置の記録がないアカウントは、何も開けません",
                "an account without its pledge (a measure that blocks) opens nothing",
            ),
            Self::LeastAccess => (
                "役割は、挙げられたことのほかは何もできず、一日に扱える人数にも上限があります",
                "a role does nothing it does not list, and reaches no more people a day than its limit",
            ),
            Self::SealedAtRest => {
                ("値は一つずつ専用の鍵で封をして保存します", "values are stored under keys of their own")
            }
            Self::TamperEvident => {
                ("すべての記録は、改ざんが分かる記録簿に載ります", "every record stands in the ledger")
            }
            Self::VersionsReadable => {
                ("ポリシーのすべての版を、いつまでも読めるようにします", "every version of the policy stays readable")
            }
        }
    }

    /// Whether the policy declares anything that this guards. A clause that rests on it alone is idle if not.
    pub fn guards_something(self, policy: &Policy, operation: Option<&Operation>) -> bool {
        match self {
            Self::PurposeShownFirst => policy
                .sources
                .iter()
                .any(|source| source.shown == Some(Shown::Before) || source.from == Whence::OutsideLogin),
            Self::ConsentBeforeProvision => {
                !policy.service.grounds.is_empty()
                    || policy.recipients.iter().any(|recipient| recipient.part == Part::ThirdParty)
            }
            Self::ProvisionRecorded => !policy.flows.is_empty() || !policy.service.grounds.is_empty(),
            Self::AgreementBeforeProvision => policy.recipients.iter().any(|recipient| recipient.agreement_required),
            Self::JointUsePublishedFirst => policy.flows.iter().any(|flow| flow.joint.is_some()),
            Self::ExtraItemsDropped => policy.sources.iter().any(|source| source.extra == Extra::Drop),
            Self::StopReachesTags => !policy.tags.is_empty(),
            Self::NoPersonFromDevice => policy.items.iter().any(|item| item.class == Class::Referable),
            Self::WayOutInEveryMail => policy.purposes.iter().any(|purpose| purpose.mail_to_customers),
            Self::IdentityBeforeRelease | Self::ReasonTold => !policy.rights.is_empty(),
            Self::ErasedWhenDue => !policy.keeps.is_empty(),
            // Without an operation nothing is known of systems and roles; `operation-missing` says so.
            Self::ErasureReachesSystems => operation.is_none_or(|operation| !operation.systems.is_empty()),
            Self::LeastAccess => operation.is_none_or(|operation| !operation.roles.is_empty()),
            Self::StaffRefusedWithout => {
                policy.measures.iter().any(|measure| measure.blocks && measure.per == Per::Staff)
            }
            Self::SealedAtRest => policy.items.iter().any(|item| {
                let is_in_system = operation.is_some_and(|operation| operation.holder_of(&item.id).is_some());
                item.held_by.is_empty() && item.derived_from.is_none() && !is_in_system
            }),
            Self::UseWithinPurposes | Self::WideningAsksFirst | Self::RecordBeforeRelease => {
                !policy.purposes.is_empty()
            }
            // They hold of every policy: no code at all may be listed, every record and every version counts.
            Self::UnlistedTagsBlocked | Self::TamperEvident | Self::VersionsReadable => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guarantee_says_what_it_does_in_both_languages_in_words_of_its_own() {
        for lang in Lang::ALL {
            let texts: std::collections::BTreeSet<_> = Guarantee::ALL.iter().map(|one| one.text(lang)).collect();
            assert_eq!(texts.len(), Guarantee::ALL.len());
        }
    }
}
