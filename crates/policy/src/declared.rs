//! What a policy and an operation declare, resolved: every default taken, every set and group written out.
//!
//! Lists keep source order, which published tables and "the first that fits" need. A name in a list always names a
//! declaration that is there: what does not resolve is a diagnostic, and never gets this far.

use crate::{
    kinds::{ItemKind, MeasureKind},
    prose::Prose,
    source::Place,
    vocabulary::{
        About, Agent, Announce, Approve, By, Choice, Class, ContactFor, ContactKind, Duty, Extra, Family, Gives,
        Ground, Handle, How, Identity, LegalDecline, LegalException, Load, Mark, Need, Paper, Part, Platform, Route,
        RulePack, Shown, Signal, Stage, Statute, Step, Tell, Way, Whence,
    },
};
use azukari_model::{Date, Language, Name, Period, Words, Zone};
use std::{collections::BTreeMap, str::FromStr};

/// One version of a policy, resolved.
#[derive(Clone, Debug)]
pub struct Policy {
    pub rules: Vec<RulePack>,
    pub service: Service,
    pub operator: Operator,
    pub contacts: Vec<Contact>,
    pub events: Vec<Event>,
    pub keeps: Vec<Keep>,
    pub items: Vec<Item>,
    pub sets: Vec<Set>,
    pub sources: Vec<Source>,
    pub groups: Vec<Group>,
    pub purposes: Vec<Purpose>,
    pub recipients: Vec<Recipient>,
    /// Provisions, joint uses and recipients with purposes of their own, in source order.
    pub flows: Vec<Flow>,
    pub exceptions: Vec<Exception>,
    pub categories: Vec<Category>,
    pub tags: Vec<Tag>,
    pub statistics: Vec<Statistic>,
    pub rights: Vec<Right>,
    pub declines: Vec<Decline>,
    pub measures: Vec<Measure>,
    pub incident: Option<Incident>,
    pub revision: Option<Revision>,
    /// The prose in every language, and its clauses.
    pub prose: Prose,
    /// `[clause]` resolved: what each clause is kept by, and the clause of each declaration.
    pub bonds: Bonds,
    pub accepts: Vec<Accept>,
    /// SHA-256 over the sources: names and bytes of every file of this version, vendors included.
    pub hash: [u8; 32],
}

/// `[service]`.
#[derive(Clone, Debug)]
pub struct Service {
    pub id: Name,
    pub name: Words,
    pub stage: Stage,
    pub label: String,
    /// Counts from the later of this and activation.
    pub effective: Option<Date>,
    pub established: Option<Date>,
    pub history: Vec<Date>,
    pub zone: Zone,
    pub governing: Language,
    pub languages: Vec<Language>,
    /// Legal exceptions and declared cases of them that this policy admits.
    pub grounds: Vec<Name>,
    /// Hosts of its own pages, which a scanner may visit.
    pub sites: Vec<String>,
    pub transmissions: Option<Transmissions>,
}

/// `service.transmissions`.
#[derive(Clone, Debug)]
pub struct Transmissions {
    pub duty: Duty,
    pub reason: Words,
}

/// `[operator]`.
#[derive(Clone, Debug)]
pub struct Operator {
    pub name: Words,
    pub address: Words,
    pub representative: Words,
}

/// `[contact.ID]`.
#[derive(Clone, Debug)]
pub struct Contact {
    pub id: Name,
    pub serves: Vec<ContactFor>,
    pub kind: ContactKind,
    pub name: Words,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub url: Option<String>,
    pub address: Option<Words>,
    pub hours: Option<Words>,
}

/// `[event.ID]`.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: Name,
    pub label: Words,
    /// How long one report counts; `None`: only a moment.
    pub holds: Option<Period>,
    pub about: About,
    /// A report must carry a reference.
    pub reference: bool,
}

/// `[keep.ID]`.
#[derive(Clone, Debug)]
pub struct Keep {
    pub id: Name,
    pub period: Period,
    pub after: After,
    pub at_least: Option<Period>,
    pub because: Option<Statute>,
}

/// `keep.after`.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum After {
    Acquired,
    /// The person's own last act.
    LastSeen,
    /// Since the event last held or happened, else since acquired.
    Event(Name),
    /// The last use for any of these purposes.
    LastUse(Vec<Name>),
}

/// `[item.ID]`.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: Name,
    pub kind: ItemKind,
    pub label: Words,
    pub keep: Option<Name>,
    pub class: Class,
    pub lookup: bool,
    /// Recipients that hold it: never here.
    pub held_by: Vec<Name>,
    /// Derived from this item when opened, never stored.
    pub derived_from: Option<Name>,
    pub values: Vec<String>,
    pub formerly: Option<Name>,
}

/// `[set] ID = […]`.
#[derive(Clone, Debug)]
pub struct Set {
    pub id: Name,
    pub items: Vec<Name>,
}

/// `[source.ID]`.
#[derive(Clone, Debug)]
pub struct Source {
    pub id: Name,
    /// The form, page or party it comes by; empty: the kind of source says enough.
    pub label: Words,
    pub from: Whence,
    pub takes: Vec<Name>,
    pub required: Vec<Name>,
    pub confirms: Vec<Name>,
    /// What its notice shows, groups written out; where the policy leaves it open, every purpose that may use what it takes.
    pub purposes: Vec<Name>,
    /// The policy left `purposes` out.
    pub purposes_open: bool,
    /// `None`: not written, and `from = "outside-login"`: before if the act creates the person, else published.
    pub shown: Option<Shown>,
    pub extra: Extra,
    /// Recipients, or vendors' ids, that may bring it.
    pub provider: Vec<Name>,
    /// Where the privacy policy of its one provider is.
    pub provider_policy: Option<String>,
    /// The act lists what the person allowed there; more is dropped.
    pub limited_by_grant: bool,
    pub formerly: Option<Name>,
}

/// `[group.ID]`.
#[derive(Clone, Debug)]
pub struct Group {
    pub id: Name,
    pub label: Words,
    /// Its purposes, in source order.
    pub purposes: Vec<Name>,
}

/// `[purpose.ID]`.
#[derive(Clone, Debug)]
pub struct Purpose {
    pub id: Name,
    pub group: Option<Name>,
    pub label: Words,
    pub meaning: u32,
    pub same_meaning: Option<String>,
    pub items: Vec<Name>,
    pub choice: Choice,
    pub needed: bool,
    pub because: Option<Statute>,
    pub by: By,
    pub when: Vec<Name>,
    pub marks: Vec<Mark>,
    /// `mail = "customer"`: every mail carries the way out.
    pub mail_to_customers: bool,
    pub formerly: Option<Name>,
}

/// `[recipient.ID]`; the short form's flow stands in [`Policy::flows`].
#[derive(Clone, Debug)]
pub struct Recipient {
    pub id: Name,
    pub part: Part,
    pub name: Words,
    /// `members = "register"`: a class of companies.
    pub is_class: bool,
    pub vendor: Option<Name>,
    /// ISO 3166 alpha-2.
    pub country: String,
    pub route: Option<Route>,
    pub agreement_required: bool,
    pub review_every: Option<Period>,
    /// Coded exceptions that may reach it.
    pub under: Vec<Name>,
    pub policy: Option<String>,
    pub formerly: Option<Name>,
}

/// Who gets what for what: `[provision]`, `[joint-use]`, or a recipient's short form.
#[derive(Clone, Debug)]
pub struct Flow {
    pub id: Name,
    /// [`Family::Provision`], [`Family::JointUse`] or [`Family::Recipient`]: which table it was written in.
    pub family: Family,
    pub to: Vec<Name>,
    pub purposes: Vec<Name>,
    pub items: Vec<Name>,
    /// `None`: a third party on no ground (a law finding); nothing flows.
    pub ground: Option<Ground>,
    pub when: Vec<Name>,
    pub links_to_person: bool,
    pub joint: Option<Joint>,
    pub formerly: Option<Name>,
}

/// What a joint use publishes besides (Act Art. 27(5)(iii)).
#[derive(Clone, Debug)]
pub struct Joint {
    pub scope: Words,
    pub responsible: Responsible,
    /// Published from then; `None`: from activation.
    pub since: Option<Date>,
}

/// `joint-use.responsible`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Responsible {
    Operator,
    Recipient(Name),
}

/// `[exception.ID]`.
#[derive(Clone, Debug)]
pub struct Exception {
    pub id: Name,
    pub under: LegalException,
    pub label: Words,
    /// The legal one's needs and its own.
    pub needs: Vec<Need>,
}

/// `[category.ID]`.
#[derive(Clone, Debug)]
pub struct Category {
    pub id: Name,
    pub load: Load,
    pub label: Words,
    pub our_purpose: Vec<Name>,
    pub opt_out: Vec<String>,
}

/// `[tag.ID]` of both files.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the language")]
pub struct Tag {
    pub id: Name,
    pub category: Name,
    pub vendor: Option<Name>,
    /// The site's own cookies.
    pub is_operators: bool,
    pub name: Words,
    pub country: Option<String>,
    pub their_purpose: Words,
    /// Signals and items, `also-sends` included, as written.
    pub sends: Vec<Sent>,
    pub hosts: Vec<String>,
    pub cookies: Vec<Cookie>,
    pub policy: Option<String>,
    pub opt_out: Vec<String>,
    pub links_to_person: bool,
    pub recipient: Option<Name>,
    pub identifies: bool,
    pub our_purpose: Vec<Name>,
    pub load: Load,
    /// `["all"]`: everywhere.
    pub pages: Vec<String>,
    pub on: Vec<Platform>,
    pub mask_inputs: bool,
}

/// A cookie a tag sets: its name, and how long it stays, where that is said (`"_ga P2Y"`, `"cart session"`).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cookie {
    /// A last `*` stands for any ending.
    pub name: String,
    pub lifetime: Option<Lifetime>,
}

/// How long a cookie stays.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lifetime {
    /// Until the browser is closed.
    Session,
    For(Period),
}

impl FromStr for Cookie {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, lifetime) = match text.split_once(' ') {
            None => (text, None),
            Some((name, "session")) => (name, Some(Lifetime::Session)),
            Some((name, period)) => (name, Some(Lifetime::For(period.parse().map_err(|_| ())?))),
        };
        Ok(Self { name: name.to_owned(), lifetime })
    }
}

/// What a tag sends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Sent {
    Signal(Signal),
    Item(Name),
}

/// `[statistic.ID]`.
#[derive(Clone, Debug)]
pub struct Statistic {
    pub id: Name,
    pub label: Words,
    pub purposes: Vec<Name>,
    /// Empty: people are counted.
    pub items: Vec<Name>,
    pub by: Vec<Name>,
    pub min_group: u32,
    pub to: Vec<Name>,
}

/// `[right.ID]`.
#[derive(Clone, Debug)]
pub struct Right {
    pub id: Name,
    pub gives: Gives,
    pub by: Vec<Way>,
    pub identity: Vec<Identity>,
    /// Any line will do.
    pub documents: Vec<Papers>,
    /// `None`: all.
    pub items: Option<Vec<Name>>,
    pub answer_within: Period,
    pub agents: Vec<Agent>,
    /// Yen.
    pub fee: u32,
    /// Legal grounds and declared cases.
    pub may_decline: Vec<Name>,
    pub tell: Tell,
    pub then_correct: bool,
}

/// One line of `right.documents`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Papers {
    OneOf(Vec<Paper>),
    /// Two different ones.
    TwoOf(Vec<Paper>),
}

/// `[decline.ID]`.
#[derive(Clone, Debug)]
pub struct Decline {
    pub id: Name,
    pub under: Vec<LegalDecline>,
    pub label: Words,
}

/// `[measure.ID]`.
#[derive(Clone, Debug)]
pub struct Measure {
    pub id: Name,
    pub kind: MeasureKind,
    pub label: Words,
    pub every: Period,
    pub per: Per,
    pub blocks: bool,
}

/// `measure.per`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Per {
    Operator,
    Staff,
    Recipients(Vec<Name>),
}

/// `[incident]`.
#[derive(Clone, Debug)]
pub struct Incident {
    pub steps: Vec<Step>,
}

/// `[revision]`.
#[derive(Clone, Debug)]
pub struct Revision {
    pub announce: Vec<Announce>,
    pub ahead: Period,
    pub related: Vec<Related>,
}

/// One line of `revision.related`: a person's decision that `to` is reasonably related to `from` (Act Art. 17(2)).
#[derive(Clone, Debug)]
pub struct Related {
    pub from: Name,
    pub to: Name,
    pub why: String,
    pub decided_by: String,
}

/// One `[[accept]]`.
#[derive(Clone, Debug)]
pub struct Accept {
    pub code: String,
    pub at: Option<String>,
    pub because: String,
    pub by: String,
    pub until: Date,
    /// Where it stands.
    pub place: Option<Place>,
}

/// What keeps a clause.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Keeper {
    Declared(Family, Name),
    Grounds,
    Incident,
    Revision,
    Transmissions,
    Guarantee(crate::guarantee::Guarantee),
}

/// The bonds between clauses and declarations, both ways. A clause's id is a path with dots: `purposes.fees`.
#[derive(Clone, Debug, Default)]
pub struct Bonds {
    /// For each clause of the prose, in its order: what keeps it, by `[clause]` or by name. Empty: a statement, or not yet.
    pub kept_by: Vec<(String, Vec<Keeper>)>,
    /// For each declaration the clause it stands in ("nearest clause"); absent: shown nowhere.
    pub clause_of: BTreeMap<Keeper, String>,
}

/// How the company runs a policy: `operation.toml`, resolved. Tags' hosts and cookies are merged into [`Policy::tags`].
#[derive(Clone, Debug)]
pub struct Operation {
    pub systems: Vec<System>,
    pub roles: Vec<Role>,
    /// Tags whose code is not held back yet, only counted.
    pub observed: Vec<Name>,
    pub accepts: Vec<Accept>,
    /// SHA-256 of the file.
    pub hash: [u8; 32],
}

/// `[system.ID]`.
#[derive(Clone, Debug)]
pub struct System {
    pub id: Name,
    pub name: Words,
    /// Items that stay there; empty: copies only.
    pub holds: Vec<Name>,
    pub within: Period,
    pub how: How,
}

/// `[role.ID]`.
#[derive(Clone, Debug)]
pub struct Role {
    pub id: Name,
    /// Purposes, groups written out.
    pub uses: Vec<Name>,
    /// `None`: all of its purposes.
    pub items: Option<Vec<Name>>,
    pub find_items: Vec<Name>,
    pub find_systems: Vec<Name>,
    pub acquire: Vec<Name>,
    /// Flows.
    pub provide: Vec<Name>,
    pub exceptions: bool,
    /// Purposes and flows.
    pub bulk: Vec<Name>,
    pub report: Vec<Name>,
    pub count: Vec<Name>,
    pub consent: bool,
    pub import: bool,
    pub handle: Vec<Handle>,
    pub approve: Vec<Approve>,
    pub attest: Vec<Name>,
    pub people_per_day: Option<u32>,
}

macro_rules! finders {
    ($($(#[$doc:meta])* $find:ident $list:ident $type:ident;)*) => {
        impl Policy {$(
            $(#[$doc])*
            pub fn $find(&self, id: &str) -> Option<&$type> {
                self.$list.iter().find(|one| &*one.id == id)
            }
        )*}
    };
}
finders! {
    /// The contact of this id.
    contact contacts Contact;
    /// The event of this id.
    event events Event;
    /// The period of keeping of this id.
    keep keeps Keep;
    /// The item of this id.
    item items Item;
    /// The source of this id.
    source sources Source;
    /// The group of this id.
    group groups Group;
    /// The purpose of this id.
    purpose purposes Purpose;
    /// The recipient of this id.
    recipient recipients Recipient;
    /// The flow of this id.
    flow flows Flow;
    /// The declared exception of this id.
    exception exceptions Exception;
    /// The category of this id.
    category categories Category;
    /// The tag of this id.
    tag tags Tag;
    /// The statistic of this id.
    statistic statistics Statistic;
    /// The right of this id.
    right rights Right;
    /// The declared case of a ground to decline of this id.
    decline declines Decline;
    /// The measure of this id.
    measure measures Measure;
}

impl Policy {
    /// The clause a declaration stands in.
    pub fn clause_of(&self, keeper: &Keeper) -> Option<&str> {
        self.bonds.clause_of.get(keeper).map(String::as_str)
    }

    /// The clause of a declaration of a family.
    pub fn clause_of_declared(&self, family: Family, id: &Name) -> Option<&str> {
        self.clause_of(&Keeper::Declared(family, id.clone()))
    }
}

impl Operation {
    /// Whether what a tag would be refused is only counted yet.
    pub fn observes(&self, tag: &str) -> bool {
        self.observed.iter().any(|observed| observed.as_str() == tag)
    }

    /// The role of this id.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| &*role.id == id)
    }

    /// The system of this id.
    pub fn system(&self, id: &str) -> Option<&System> {
        self.systems.iter().find(|system| &*system.id == id)
    }

    /// The system that holds an item, if one does.
    pub fn holder_of(&self, item: &str) -> Option<&System> {
        self.systems.iter().find(|system| system.holds.iter().any(|held| &**held == item))
    }
}
