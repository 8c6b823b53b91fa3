//! Built-in words as people read them, in Japanese and English; dates, periods, countries.

use crate::{
    declared::{After, Keep, Policy, Source},
    kinds::MeasureKind,
    vocabulary::{
        Agent, Choice, ContactFor, Gives, Ground, Identity, LegalDecline, LegalException, Load, Paper, Part, Route,
        Signal, Statute, Way, Whence,
    },
};
use azukari_model::{Date, Language, Period};

/// Chooses between the two languages the program speaks: Japanese for `ja`, English for every other.
pub fn pick(language: Language, ja: &'static str, en: &'static str) -> &'static str {
    if language == Language::JA { ja } else { en }
}

/// A date as one writes it.
pub fn date(language: Language, date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    if language == Language::JA {
        return format!("{}年{}月{}日", date.year(), date.month(), date.day());
    }
    let month = usize::try_from(date.month() - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// A period as one says it.
pub fn period(language: Language, period: Period) -> String {
    let (years, months, days) = period.parts();
    let units = [(years, "年", "year"), (months, "か月", "month"), (days, "日", "day")];
    let parts: Vec<String> = units
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, ja, en)| match language {
            Language::JA => format!("{count}{ja}"),
            _ if count == 1 => format!("1 {en}"),
            _ => format!("{count} {en}s"),
        })
        .collect();
    match (parts.is_empty(), language) {
        (true, Language::JA) => "0日".to_owned(),
        (true, _) => "no time".to_owned(),
        (false, Language::JA) => parts.concat(),
        (false, _) => parts.join(" and "),
    }
}

/// How often something is done.
pub fn each(language: Language, period: Period) -> String {
    let single = match period.parts() {
        (1, 0, 0) => Some(("年に1回", "once a year")),
        (0, 6, 0) => Some(("半年に1回", "twice a year")),
        (0, 3, 0) => Some(("3か月に1回", "once a quarter")),
        (0, 1, 0) => Some(("月に1回", "once a month")),
        (0, 0, 7) => Some(("週に1回", "once a week")),
        (0, 0, 1) => Some(("毎日", "every day")),
        _ => None,
    };
    match (single, language) {
        (Some((ja, en)), _) => pick(language, ja, en).to_owned(),
        (None, Language::JA) => format!("{}に1回", self::period(language, period)),
        (None, _) => format!("every {}", self::period(language, period)),
    }
}

/// How long something is kept, as a sentence without its subject.
pub fn keep(policy: &Policy, language: Language, keep: &Keep) -> String {
    let length = period(language, keep.period);
    let label =
        |event: &str| policy.event(event).map(|event| event.label.in_language(language).to_owned()).unwrap_or_default();
    let base = match (&keep.after, language) {
        (After::Acquired, Language::JA) => format!("取得から{length}"),
        (After::Acquired, _) => format!("{length} from the day it came"),
        (After::LastSeen, Language::JA) => format!("最後のご利用から{length}"),
        (After::LastSeen, _) => format!("{length} from your last visit"),
        (After::Event(event), Language::JA) => format!("「{}」の状態が終わってから{length}", label(event)),
        (After::Event(event), _) => format!("as long as one {}, and {length} after", label(event)),
        (After::LastUse(_), Language::JA) => format!("最後に利用してから{length}"),
        (After::LastUse(_), _) => format!("{length} from the last use"),
    };
    match (keep.because, language) {
        (Some(law), Language::JA) => format!("{base}（{}により）", statute(language, law)),
        (Some(law), _) => format!("{base} ({})", statute(language, law)),
        (None, _) => base,
    }
}

/// What a statute is called.
pub fn statute(language: Language, statute: Statute) -> &'static str {
    match statute {
        Statute::CorporationTaxBooks => {
            pick(language, "法人税法の帳簿書類の保存義務", "books kept under the Corporation Tax Act")
        }
    }
}

/// In what part a recipient gets information.
pub fn part(language: Language, part: Part) -> &'static str {
    match part {
        Part::Entrustee => pick(language, "委託先", "works for us"),
        Part::ThirdParty => pick(language, "第三者", "third party"),
        Part::JointUser => pick(language, "共同利用者", "joint user"),
        Part::Successor => pick(language, "事業の承継者", "successor of the business"),
        Part::Authority => pick(language, "公的機関", "public authority"),
    }
}

/// On what ground something is provided.
pub fn ground(language: Language, ground: Ground) -> &'static str {
    match ground {
        Ground::Consent => pick(language, "ご本人の同意", "your consent"),
        Ground::Entrustment => pick(language, "業務の委託", "work entrusted"),
        Ground::Succession => pick(language, "事業の承継", "succession of the business"),
        Ground::OptOutFiled => pick(language, "届出済みのオプトアウト", "opt-out filed with the Commission"),
        Ground::NotPersonal => pick(language, "個人情報にあたらない情報", "information that identifies nobody"),
        Ground::JointUse => pick(language, "共同利用", "joint use"),
        Ground::Exception => pick(language, "法令の例外", "an exception of the law"),
    }
}

/// A legal exception, as a case one can picture.
pub fn exception(language: Language, exception: LegalException) -> &'static str {
    match exception {
        LegalException::Law => pick(language, "法令に基づく場合", "where a law requires it"),
        LegalException::LifeBodyProperty => pick(
            language,
            "人の生命、身体または財産の保護に必要で、ご本人の同意を得ることが難しい場合",
            "to protect somebody's life, body or property, where consent is hard to get",
        ),
        LegalException::PublicHealthChildren => pick(
            language,
            "公衆衛生の向上または児童の健やかな成長のために特に必要で、ご本人の同意を得ることが難しい場合",
            "where public health or the sound growth of children specially needs it and consent is hard to get",
        ),
        LegalException::StateCooperation => pick(
            language,
            "国や自治体などの法令上の事務への協力に必要で、ご本人の同意を得ることがその妨げになるおそれがある場合",
            "to help the state with a task set by law, where asking for consent could hinder it",
        ),
    }
}

/// What a person may do about a purpose.
pub fn choice(language: Language, choice: Choice) -> &'static str {
    match choice {
        Choice::None => "",
        Choice::CanStop => pick(language, "いつでも止められます", "you can stop this at any time"),
        Choice::AsksFirst => pick(language, "同意をいただいた場合に限ります", "only if you have said yes"),
    }
}

/// Whence an item comes.
pub fn whence(language: Language, whence: Whence) -> &'static str {
    match whence {
        Whence::Person => pick(language, "ご本人から", "from you"),
        Whence::Device => pick(language, "ご利用の端末から", "from your device"),
        Whence::OutsideLogin => pick(language, "外部サービスのログインから", "from signing in with another service"),
        Whence::Affiliate => pick(language, "提携先から", "from partners"),
        Whence::Recipient => pick(language, "提供元から", "from other companies"),
        Whence::Service => pick(language, "サービスのご利用から", "as the service is used"),
    }
}

/// How a source brings what it takes: by the form or page its policy names, else by the kind of source it is.
pub fn source(language: Language, source: &Source) -> &str {
    match source.label.in_language(language) {
        "" => whence(language, source.from),
        label => label,
    }
}

/// What a right gives.
pub fn right(language: Language, gives: Gives) -> &'static str {
    match gives {
        Gives::PurposeNotice => pick(language, "利用目的の通知", "To be told what it is used for"),
        Gives::See => pick(language, "ご自身の情報の確認", "To see it on your page"),
        Gives::Disclosure => pick(language, "開示", "To see what we hold"),
        Gives::Records => pick(language, "第三者提供記録の開示", "To see the record of whom it was given to"),
        Gives::Correction => pick(language, "訂正", "To have it corrected"),
        Gives::Addition => pick(language, "追加", "To have it added to"),
        Gives::Deletion => pick(language, "削除", "To have it deleted"),
        Gives::CeaseUse => pick(language, "利用停止・消去", "To stop its use"),
        Gives::CeaseProvision => pick(language, "第三者提供の停止", "To stop passing it on"),
    }
}

/// A way to ask.
pub fn way(language: Language, way: Way) -> &'static str {
    match way {
        Way::MyPage => pick(language, "マイページ", "your page"),
        Way::Form => pick(language, "フォーム", "form"),
        Way::Email => pick(language, "メール", "e-mail"),
        Way::Post => pick(language, "郵送", "post"),
        Way::Counter => pick(language, "窓口", "at our counter"),
    }
}

/// How an identity is proven.
pub fn identity(language: Language, identity: Identity) -> &'static str {
    match identity {
        Identity::Login => pick(language, "ログイン", "signing in"),
        Identity::EmailCode => pick(language, "メールの確認コード", "a code by e-mail"),
        Identity::Document => pick(language, "本人確認書類", "an identity document"),
        Identity::RegisteredMail => pick(language, "本人限定受取郵便", "registered mail"),
    }
}

/// A paper that proves an identity.
pub fn paper(language: Language, paper: Paper) -> &'static str {
    match paper {
        Paper::DrivingLicence => pick(language, "運転免許証", "driving licence"),
        Paper::EligibilityCertificate => {
            pick(language, "健康保険の資格確認書", "eligibility certificate of health insurance")
        }
        Paper::MyNumberCardFront => pick(language, "マイナンバーカード（表面）", "My Number card (front)"),
        Paper::Passport => pick(language, "パスポート", "passport"),
        Paper::PensionBook => pick(language, "年金手帳", "pension book"),
        Paper::ResidenceCard => pick(language, "在留カード", "residence card"),
        Paper::SealCertificate => pick(language, "印鑑登録証明書", "seal registration certificate"),
        Paper::SpecialPermanentResidentCertificate => {
            pick(language, "特別永住者証明書", "special permanent resident certificate")
        }
    }
}

/// A legal ground to decline a right.
pub fn decline(language: Language, ground: LegalDecline) -> &'static str {
    match ground {
        LegalDecline::Law => pick(language, "法令に定めのある場合", "the law provides for it"),
        LegalDecline::HarmToOthers => {
            pick(language, "ご本人や第三者の権利利益を害するおそれがある場合", "it could harm you or others")
        }
        LegalDecline::SeriousHindrance => {
            pick(language, "業務の適正な実施に著しい支障を及ぼすおそれがある場合", "it could seriously hinder our work")
        }
        LegalDecline::NotFactual => pick(language, "内容に誤りがない場合", "what is held is not wrong"),
        LegalDecline::NotNeeded => {
            pick(language, "利用目的からみて訂正などが必要でない場合", "the purpose does not need the change")
        }
        LegalDecline::Unfounded => pick(language, "ご請求に理由がない場合", "the request has no ground"),
        LegalDecline::TooCostly => pick(
            language,
            "多額の費用を要するなど困難で、代わりの措置をとる場合",
            "it would be too costly, and something else is done to protect you",
        ),
    }
}

/// An agent who may ask for the person.
pub fn agent(language: Language, agent: Agent) -> &'static str {
    match agent {
        Agent::Statutory => pick(language, "法定代理人", "statutory agent"),
        Agent::Mandated => pick(language, "任意代理人", "agent with your mandate"),
    }
}

/// When a tag loads.
pub fn load(language: Language, load: Load) -> &'static str {
    match load {
        Load::Always => pick(language, "常に", "always"),
        Load::UntilRefused => pick(language, "お断りになるまで", "until you refuse"),
        Load::AfterConsent => pick(language, "許可をいただいてから", "after you allow it"),
    }
}

/// A page elsewhere on which something can be stopped, by the host that serves it.
pub fn way_out(language: Language, url: &str) -> String {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or_default();
    match language {
        Language::JA => format!("停止の手続き（{host}）"),
        _ => format!("opt-out page ({host})"),
    }
}

/// The heading of Article 23 a measure belongs to; empty for a kind of its own.
pub fn measure_heading(language: Language, kind: MeasureKind) -> &'static str {
    use MeasureKind as Kind;
    match kind {
        Kind::ConfidentialityRules | Kind::Training | Kind::Pledge | Kind::Commitment => {
            pick(language, "人的", "people")
        }
        Kind::MediaRules | Kind::AreaControl => pick(language, "物理的", "places and media"),
        Kind::IntrusionProtection
        | Kind::AccessLimits
        | Kind::SecuritySoftware
        | Kind::LatestMeasures
        | Kind::AccountControl
        | Kind::ProcessorStandard => pick(language, "技術的", "technology"),
        Kind::Other => "",
        _ => pick(language, "組織的", "organisation"),
    }
}

/// What a contact is for.
pub fn contact_for(language: Language, serves: ContactFor) -> &'static str {
    match serves {
        ContactFor::Requests => pick(language, "開示などのご請求", "requests"),
        ContactFor::Complaints => pick(language, "苦情", "complaints"),
        ContactFor::Inquiries => pick(language, "お問い合わせ", "inquiries"),
    }
}

/// The route by which information goes abroad (Act Art. 28).
pub fn route(language: Language, route: Route) -> &'static str {
    match route {
        Route::EquivalentCountry => {
            pick(language, "日本と同等の水準と認められた国", "a country recognised as equivalent to Japan")
        }
        Route::EquivalentSystem => {
            pick(language, "日本の基準に沿った体制を整えた事業者", "a company whose system meets Japan's standards")
        }
        Route::Consent => pick(language, "ご本人の同意", "your consent"),
    }
}

/// A signal a tag sends.
pub fn signal(language: Language, signal: Signal) -> &'static str {
    match signal {
        Signal::PageUrl => pick(language, "閲覧したページのURL", "page address"),
        Signal::Referrer => pick(language, "リンク元のURL", "address of the page before"),
        Signal::IpAddress => pick(language, "IPアドレス", "IP address"),
        Signal::UserAgent => pick(language, "ブラウザ・端末の種類", "kind of browser and device"),
        Signal::ScreenSize => pick(language, "画面の大きさ", "screen size"),
        Signal::BrowserLanguage => pick(language, "ブラウザの言語", "browser language"),
        Signal::TimeZone => pick(language, "タイムゾーン", "time zone"),
        Signal::CookieId => pick(language, "クッキー識別子", "cookie identifier"),
        Signal::MouseMovement => pick(language, "マウスの動き", "mouse movement"),
        Signal::Click => pick(language, "クリック", "clicks"),
        Signal::Scroll => pick(language, "スクロール", "scrolling"),
        Signal::Keystroke => pick(language, "キー入力", "keystrokes"),
        Signal::NetworkUserId => pick(language, "SNSの利用者識別子", "user id of the social network"),
        Signal::RiskSignal => pick(language, "不正検知のための端末情報", "device properties that show abuse"),
        Signal::CardEntry => pick(language, "カード情報の入力", "card details as they are entered"),
        Signal::Location => pick(language, "位置情報", "location"),
    }
}

/// A country by its ISO 3166 code; a code not listed is shown as it is.
pub fn country(language: Language, code: &str) -> String {
    const COUNTRIES: &[(&str, &str, &str)] = &[
        ("JP", "日本", "Japan"),
        ("US", "アメリカ合衆国", "United States"),
        ("GB", "イギリス", "United Kingdom"),
        ("FR", "フランス", "France"),
        ("DE", "ドイツ", "Germany"),
        ("IE", "アイルランド", "Ireland"),
        ("DK", "デンマーク", "Denmark"),
        ("NL", "オランダ", "Netherlands"),
        ("SE", "スウェーデン", "Sweden"),
        ("LU", "ルクセンブルク", "Luxembourg"),
        ("ES", "スペイン", "Spain"),
        ("IT", "イタリア", "Italy"),
        ("BE", "ベルギー", "Belgium"),
        ("FI", "フィンランド", "Finland"),
        ("NO", "ノルウェー", "Norway"),
        ("SG", "シンガポール", "Singapore"),
        ("KR", "韓国", "Republic of Korea"),
        ("CN", "中国", "China"),
        ("TW", "台湾", "Taiwan"),
        ("HK", "香港", "Hong Kong"),
        ("IN", "インド", "India"),
        ("CA", "カナダ", "Canada"),
        ("AU", "オーストラリア", "Australia"),
        ("CH", "スイス", "Switzerland"),
        ("IL", "イスラエル", "Israel"),
        ("VN", "ベトナム", "Viet Nam"),
        ("PH", "フィリピン", "Philippines"),
        ("TH", "タイ", "Thailand"),
    ];
    COUNTRIES
        .iter()
        .find(|(known, ..)| *known == code)
        .map_or_else(|| code.to_owned(), |(_, ja, en)| pick(language, ja, en).to_owned())
}

/// Joins labels as one reads them in a sentence: in English a capital begins the first alone, but for names like IMEI.
pub fn run(language: Language, labels: impl IntoIterator<Item = String>) -> String {
    let labels = labels.into_iter().filter(|label| !label.is_empty()).enumerate();
    list(
        language,
        labels.map(|(place, label)| if place == 0 || language == Language::JA { label } else { lowered(&label) }),
    )
}

/// A label inside a sentence; one that begins with two capitals, or is one letter, is a name.
fn lowered(label: &str) -> String {
    let mut letters = label.chars();
    let (first, second) = (letters.next(), letters.next());
    match first.filter(|_| second.is_some_and(|letter| !letter.is_uppercase() && !letter.is_numeric())) {
        Some(first) => first.to_lowercase().chain(label.chars().skip(1)).collect(),
        None => label.to_owned(),
    }
}

/// Joins a list as one reads it.
pub fn list<S: AsRef<str>>(language: Language, parts: impl IntoIterator<Item = S>) -> String {
    let parts: Vec<String> =
        parts.into_iter().map(|part| part.as_ref().to_owned()).filter(|part| !part.is_empty()).collect();
    parts.join(pick(language, "、", ", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_periods_read_as_people_write_them() {
        let day: Date = "2026-12-01".parse().unwrap();
        assert_eq!(date(Language::JA, day), "2026年12月1日");
        assert_eq!(date(Language::EN, day), "1 December 2026");
        assert_eq!(period(Language::JA, "P1Y6M".parse().unwrap()), "1年6か月");
        assert_eq!(period(Language::EN, "P1Y6M".parse().unwrap()), "1 year and 6 months");
        assert_eq!(period(Language::EN, "P14D".parse().unwrap()), "14 days");
        for (every, ja, en) in [
            ("P1Y", "年に1回", "once a year"),
            ("P6M", "半年に1回", "twice a year"),
            ("P2Y", "2年に1回", "every 2 years"),
            ("P45D", "45日に1回", "every 45 days"),
        ] {
            let every = every.parse().unwrap();
            assert_eq!((&*each(Language::JA, every), &*each(Language::EN, every)), (ja, en));
        }
    }

    #[test]
    fn labels_run_on_without_capitals_but_for_names() {
        let labels = || ["Name", "E-mail address", "IP address", "IMEI"].map(str::to_owned);
        assert_eq!(run(Language::EN, labels()), "Name, e-mail address, IP address, IMEI");
        assert_eq!(run(Language::JA, labels()), "Name、E-mail address、IP address、IMEI");
    }

    #[test]
    fn a_way_out_is_named_by_the_host_that_serves_it() {
        assert_eq!(way_out(Language::EN, "http://ads.example/out?x=1"), "opt-out page (ads.example)");
        assert_eq!(way_out(Language::JA, "https://ads.example#a"), "停止の手続き（ads.example）");
    }
}
