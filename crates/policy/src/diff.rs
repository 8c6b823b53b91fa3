//! What changed between two versions, and what each change needs.
//!
//! A change *widens* if it lets more be done with what people gave before. What it needs then follows the Act: related
//! purposes need notice or publication (Art. 17(2), 21(3)), others and third parties consent (Art. 18(1), 27(1)).

mod compare;
pub mod paper;

use crate::{declared::Policy, vocabulary::words};
use azukari_model::Lang;

pub use compare::diff;

words! {
    /// What a change needs, the least first.
    pub enum Needs { Nothing = "nothing", Publication = "publication", Notice = "notice", Consent = "consent", }
    /// What changed.
    pub enum ChangeCode {
        PurposeNew = "purpose-new", PurposeGone = "purpose-gone", PurposeWidened = "purpose-widened",
        ItemsWidened = "items-widened", ItemsNarrowed = "items-narrowed", ItemNew = "item-new", ItemGone = "item-gone",
        ChoiceWeaker = "choice-weaker", ChoiceStronger = "choice-stronger", ConditionDropped = "condition-dropped",
        ConditionAdded = "condition-added", MeaningRaised = "meaning-raised", MeaningNotRaised = "meaning-not-raised",
        RecipientNew = "recipient-new", RecipientGone = "recipient-gone", CountryNew = "country-new", RouteWeaker = "route-weaker",
        AgreementDropped = "agreement-dropped", ExceptionReachesMore = "exception-reaches-more",
        FlowWidened = "flow-widened", FlowNarrowed = "flow-narrowed", GroundWeaker = "ground-weaker",
        JointUserNew = "joint-user-new", KeepLonger = "keep-longer", KeepShorter = "keep-shorter",
        ClassLowered = "class-lowered", SourceNew = "source-new", SourceGone = "source-gone", SourceWidened = "source-widened",
        TagNew = "tag-new", TagGone = "tag-gone", TagSendsMore = "tag-sends-more", TagLoadsSooner = "tag-loads-sooner",
        RightLost = "right-lost", RightWeaker = "right-weaker", RightNew = "right-new", MeasureLost = "measure-lost",
        MeasureNew = "measure-new", GroupsSmaller = "groups-smaller", StatisticNew = "statistic-new",
        ClauseLost = "clause-lost", ClauseNew = "clause-new", WordingChanged = "wording-changed", FactsChanged = "facts-changed",
    }
}

/// One change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    pub code: ChangeCode,
    /// `purpose.offers.items`.
    pub at: String,
    /// What was, what is: ids and built-in words; empty where there is none.
    pub old: String,
    pub new: String,
    pub widens: bool,
    pub needs: Needs,
    /// The clause it stands in, in the version that has it.
    pub clause: Option<String>,
}

impl ChangeCode {
    /// Whether it widens, and what it needs at least.
    const fn weight(self) -> (bool, Needs) {
        match self {
            Self::PurposeWidened
            | Self::ItemsWidened
            | Self::ChoiceWeaker
            | Self::ConditionDropped
            | Self::MeaningNotRaised
            | Self::RecipientNew
            | Self::FlowWidened
            | Self::GroundWeaker
            | Self::JointUserNew
            | Self::ExceptionReachesMore
            | Self::CountryNew => (true, Needs::Consent),
            Self::KeepLonger
            | Self::RouteWeaker
            | Self::AgreementDropped
            | Self::ClassLowered
            | Self::TagNew
            | Self::TagSendsMore
            | Self::TagLoadsSooner
            | Self::RightLost
            | Self::RightWeaker
            | Self::SourceWidened
            | Self::GroupsSmaller
            | Self::ClauseLost => (true, Needs::Notice),
            Self::PurposeNew
            | Self::MeaningRaised
            | Self::ItemNew
            | Self::SourceNew
            | Self::StatisticNew
            | Self::MeasureLost
            | Self::WordingChanged
            | Self::FactsChanged
            | Self::ClauseNew
            | Self::PurposeGone
            | Self::ItemsNarrowed
            | Self::ItemGone
            | Self::ChoiceStronger
            | Self::ConditionAdded
            | Self::RecipientGone
            | Self::FlowNarrowed
            | Self::KeepShorter
            | Self::SourceGone
            | Self::TagGone
            | Self::RightNew
            | Self::MeasureNew => (false, Needs::Publication),
        }
    }

    /// What happened, in one line.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::PurposeNew => {
                ("利用目的が増えた。以前の情報には使えない", "a new purpose; it does not reach earlier information")
            }
            Self::PurposeGone => ("利用目的がなくなった", "a purpose is gone"),
            Self::PurposeWidened => ("以前の情報に新しい利用目的が及ぶ", "a new purpose reaches earlier information"),
            Self::ItemsWidened => ("利用目的の使う項目が増えた", "a purpose may use more items"),
            Self::ItemsNarrowed => ("利用目的の使う項目が減った", "a purpose may use fewer items"),
            Self::ItemNew => ("項目が増えた", "a new item"),
            Self::ItemGone => ("項目がなくなった", "an item is gone"),
            Self::ChoiceWeaker => ("本人の選べる余地が狭まった", "the person has less of a choice"),
            Self::ChoiceStronger => ("本人の選べる余地が広がった", "the person has more of a choice"),
            Self::ConditionDropped => ("条件が外れた", "a condition was dropped"),
            Self::ConditionAdded => ("条件が加わった", "a condition was added"),
            Self::MeaningRaised => (
                "利用目的の意味が変わった。以前の同意は古くなる",
                "a purpose means something else now; earlier answers are out of date",
            ),
            Self::MeaningNotRaised => (
                "利用目的が変わったのに meaning が上がっていない",
                "a purpose changed but its `meaning` was not raised",
            ),
            Self::RecipientNew => ("提供先が増えた", "a new recipient"),
            Self::RecipientGone => ("提供先がなくなった", "a recipient is gone"),
            Self::CountryNew => ("情報を扱う国が変わった", "information goes to another country"),
            Self::RouteWeaker => ("外国への移転の根拠が弱まった", "the ground for sending abroad is weaker"),
            Self::AgreementDropped => ("契約が要らなくなった", "an agreement is no longer required"),
            Self::ExceptionReachesMore => ("法令の例外で提供できる先が増えた", "an exception reaches more recipients"),
            Self::FlowWidened => ("提供の範囲が広がった", "more is passed on"),
            Self::FlowNarrowed => ("提供の範囲が狭まった", "less is passed on"),
            Self::GroundWeaker => ("提供の根拠が弱まった", "the ground for passing on is weaker"),
            Self::JointUserNew => {
                ("共同利用者が増えた（原則として認められない）", "a new joint user (not allowed in principle)")
            }
            Self::KeepLonger => ("保存期間が延びた", "information is kept longer"),
            Self::KeepShorter => ("保存期間が縮んだ", "information is kept for a shorter time"),
            Self::ClassLowered => ("項目の区分が弱まった", "an item is held to a weaker class"),
            Self::SourceNew => ("取得元が増えた", "a new source"),
            Self::SourceGone => ("取得元がなくなった", "a source is gone"),
            Self::SourceWidened => ("取得元の取る項目や求める項目が増えた", "a source takes or demands more"),
            Self::TagNew => ("外部送信が増えた", "a new transmission to a third party"),
            Self::TagGone => ("外部送信がなくなった", "a transmission is gone"),
            Self::TagSendsMore => ("外部送信の内容が増えた", "a tag sends more"),
            Self::TagLoadsSooner => ("タグが早く読み込まれるようになった", "a tag loads sooner than before"),
            Self::RightLost => ("本人の権利がなくなった", "a right is lost"),
            Self::RightWeaker => ("本人の権利が使いにくくなった", "a right is harder to use"),
            Self::RightNew => ("本人の権利が増えた", "a new right"),
            Self::MeasureLost => ("安全管理措置がなくなった", "a measure is gone"),
            Self::MeasureNew => ("安全管理措置が増えた", "a new measure"),
            Self::GroupsSmaller => ("統計の最小人数が下がった", "smaller groups are counted"),
            Self::StatisticNew => ("統計が増えた", "a new statistic"),
            Self::ClauseLost => ("条項がなくなった", "a clause is gone"),
            Self::ClauseNew => ("条項が増えた", "a new clause"),
            Self::WordingChanged => ("文面が変わった", "the wording changed"),
            Self::FactsChanged => ("公表している事実が変わった", "a published fact changed"),
        };
        lang.pick(ja, en)
    }
}

impl Needs {
    /// What it needs, in one line.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Nothing => ("手続きは要らない", "nothing"),
            Self::Publication => ("公表", "publication"),
            Self::Notice => ("本人への通知または公表", "notice to people, or publication"),
            Self::Consent => ("本人ごとの同意", "consent, person by person"),
        };
        lang.pick(ja, en)
    }
}

/// Whether going from one version to the other lets more be done with what people gave before.
pub fn widens(old: &Policy, new: &Policy) -> bool {
    diff(old, new).iter().any(|change| change.widens)
}
