//! Random worlds: a policy, an operation, notices, a register, a person. Drawn from a tape of bytes, so that a shorter tape, or
//! smaller bytes, is a simpler world: an empty tape is one in which most acts are permitted.

#![expect(clippy::indexing_slicing, reason = "the lists are made here")]

use azukari_model::{Date, Instant, Language, Name, Period, Words, Zone};
use azukari_policy::{
    act::*,
    declared::*,
    facts::{Approval, Holding, Member, Number, Numbers, PastRequest, Register, Standing, StandingKind},
    gate::Gate,
    guarantee::Guarantee,
    kinds::{ItemKind, MeasureKind},
    notice::{Notice, NoticeOf, notices},
    prose::Prose,
    vocabulary::*,
};
use std::sync::Arc;

/// Bytes that decisions are drawn from; zero when they are used up.
pub(crate) struct Tape<'t> {
    bytes: &'t [u8],
}

impl<'t> Tape<'t> {
    pub(crate) fn new(bytes: &'t [u8]) -> Self {
        Self { bytes }
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::from(self.byte()) % most.max(1)
    }

    /// True once in so many.
    pub(crate) fn seldom(&mut self, once_in: usize) -> bool {
        self.below(once_in) == once_in - 1
    }

    pub(crate) fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// Some of a list; mostly all of it.
    pub(crate) fn some<T: Clone>(&mut self, of: &[T]) -> Vec<T> {
        if !self.seldom(3) {
            return of.to_vec();
        }
        let mask = self.byte();
        of.iter().enumerate().filter(|(place, _)| mask >> (place % 8) & 1 == 0).map(|(_, one)| one.clone()).collect()
    }
}

pub(crate) struct World {
    pub(crate) policy: Policy,
    pub(crate) operation: Option<Operation>,
    pub(crate) numbers: Numbers,
    pub(crate) notices: Vec<Notice>,
    pub(crate) register: Register,
    pub(crate) holdings: Vec<Holding>,
    pub(crate) standing: Vec<Standing>,
    pub(crate) approval: Option<Approval>,
    pub(crate) request: Option<PastRequest>,
    pub(crate) people_reached: u32,
    pub(crate) person_reached: bool,
    pub(crate) now: Instant,
    pub(crate) gate: Gate,
}

pub(crate) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn names(texts: &[&str]) -> Vec<Name> {
    texts.iter().map(|text| name(text)).collect()
}

fn words(text: &str) -> Words {
    Words::both(text, text)
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

const ITEMS: [&str; 7] = ["mail", "birth", "age", "usage", "card", "books", "cookie"];
const OURS: [&str; 4] = ["serve", "news", "offers", "accounts"];
const THEIRS: [&str; 2] = ["their-ads", "joint"];
const SOURCES: [&str; 4] = ["form", "site", "network", "login"];
const EVENTS: [&str; 3] = ["member", "ordered", "moment"];
const RECIPIENTS: [&str; 6] = ["clerk", "advertiser", "parent", "police", "foreign", "heir"];
const FLOWS: [&str; 7] = ["clerks", "ads", "group", "abroad", "ads-device", "succession", "clerks-too"];
const ROLES: [&str; 3] = ["all", "some", "officer"];

pub(crate) fn world(tape: &mut Tape<'_>) -> World {
    let zone = Zone::parse("Asia/Tokyo").unwrap();
    let now = zone.start_of(day("2027-01-15")).plus_micros(43_200_000_000);
    let policy = policy(tape, zone);
    let operation = (!tape.seldom(40)).then(|| operation(tape, &policy));
    let mut numbers = Numbers::default();
    // Numbers are no dense numbers: begin somewhere else.
    (0..tape.below(4)).for_each(|place| {
        numbers.ensure(Family::Vendor, &name(&format!("skip{place}")), None);
    });
    numbers.ensure_all(&policy, operation.as_ref());
    let notices = given(tape, &policy);
    let register = register(tape, &policy, &numbers, now);
    let holdings = holdings(tape, &policy, &numbers, &notices, now);
    let standing = standing(tape, &policy, &numbers, &register, now);
    let gate = Gate::build(&policy, operation.as_ref(), &notices, &numbers);
    let approval = (!tape.seldom(8)).then(|| Approval {
        approver: Arc::from(tape.one(&["stf_2", "stf_2", "stf_1"])),
        role: name(tape.one(&["officer", "officer", "officer", "some", "nobody"])),
    });
    let request = (!tape.seldom(6)).then(|| PastRequest {
        right: name(tape.one(&["disclosure", "disclosure", "correction"])),
        gives: Gives::Disclosure,
        answered: !tape.seldom(6),
        items: tape.some(&names(&ITEMS)),
    });
    let people_reached = u32::try_from(tape.below(5)).unwrap() * 30;
    let person_reached = tape.seldom(4);
    World {
        policy,
        operation,
        numbers,
        notices,
        register,
        holdings,
        standing,
        approval,
        request,
        people_reached,
        person_reached,
        now,
        gate,
    }
}

fn policy(tape: &mut Tape<'_>, zone: Zone) -> Policy {
    let mut policy = Policy {
        rules: Vec::new(),
        service: Service {
            id: name("shop"),
            name: words("Shop"),
            stage: if tape.seldom(60) { Stage::Publish } else { Stage::Decide },
            label: "1".to_owned(),
            effective: None,
            established: None,
            history: Vec::new(),
            zone,
            governing: Language::EN,
            languages: vec![Language::EN],
            grounds: tape.some(&names(&["law", "own-rights", "state-cooperation", "life-body-property", "unheard-of"])),
            transmissions: None,
        },
        operator: Operator { name: words("Operator"), address: words("Here"), representative: words("Head") },
        contacts: Vec::new(),
        events: events(tape),
        keeps: keeps(tape),
        items: items(tape),
        sets: Vec::new(),
        sources: sources(tape),
        groups: Vec::new(),
        purposes: purposes(tape),
        recipients: recipients(tape),
        flows: flows(tape),
        exceptions: exceptions(tape),
        categories: categories(tape),
        tags: tags(tape),
        statistics: statistics(tape),
        rights: rights(tape),
        declines: Vec::new(),
        measures: measures(tape),
        incident: None,
        revision: revision(tape),
        prose: Prose::default(),
        bonds: Bonds::default(),
        accepts: Vec::new(),
        hash: [tape.byte(); 32],
    };
    policy.bonds = bonds(tape, &policy);
    policy
}

fn bonds(tape: &mut Tape<'_>, policy: &Policy) -> Bonds {
    let mut bonds = Bonds::default();
    let mut bind = |tape: &mut Tape<'_>, family: Family, id: &Name, clause: String| {
        if !tape.seldom(50) {
            bonds.clause_of.insert(Keeper::Declared(family, id.clone()), clause);
        }
    };
    for one in &policy.purposes {
        bind(tape, Family::Purpose, &one.id, format!("purposes.{}", one.id));
    }
    for one in &policy.sources {
        bind(tape, Family::Source, &one.id, format!("gathered.{}", one.id));
    }
    for one in &policy.recipients {
        bind(tape, Family::Recipient, &one.id, format!("recipients.{}", one.id));
    }
    for one in &policy.flows {
        bind(tape, one.family, &one.id, format!("passed.{}", one.id));
    }
    for one in &policy.keeps {
        bind(tape, Family::Keep, &one.id, format!("kept.{}", one.id));
    }
    for one in &policy.exceptions {
        bind(tape, Family::Exception, &one.id, format!("cases.{}", one.id));
    }
    for one in &policy.categories {
        bind(tape, Family::Category, &one.id, format!("tags.{}", one.id));
    }
    for one in &policy.tags {
        bind(tape, Family::Tag, &one.id, format!("tags.{}", one.id));
    }
    for one in &policy.statistics {
        bind(tape, Family::Statistic, &one.id, format!("figures.{}", one.id));
    }
    for one in &policy.rights {
        bind(tape, Family::Right, &one.id, format!("rights.{}", one.id));
    }
    for one in &policy.measures {
        bind(tape, Family::Measure, &one.id, format!("safety.{}", one.id));
    }
    for (keeper, clause) in [(Keeper::Grounds, "third-parties.cases"), (Keeper::Revision, "revision")] {
        if !tape.seldom(10) {
            bonds.clause_of.insert(keeper, clause.to_owned());
        }
    }
    if !tape.seldom(10) {
        let blocked =
            vec![Keeper::Guarantee(Guarantee::TamperEvident), Keeper::Guarantee(Guarantee::UnlistedTagsBlocked)];
        bonds.kept_by.push(("cookies".to_owned(), blocked));
    }
    bonds
}

fn events(tape: &mut Tape<'_>) -> Vec<Event> {
    let event = |tape: &mut Tape<'_>, id, holds, about| Event {
        id: name(id),
        label: words(id),
        holds,
        about,
        reference: !tape.seldom(3),
    };
    vec![
        event(tape, EVENTS[0], Some(Period::days(45)), About::Person),
        event(tape, EVENTS[1], Some(Period::days(90)), About::Member),
        event(tape, EVENTS[2], None, About::Person),
    ]
}

fn keeps(tape: &mut Tape<'_>) -> Vec<Keep> {
    let mut keep = |id, law: bool| Keep {
        id: name(id),
        period: Period::days(30 + 30 * u16::try_from(tape.below(8)).unwrap()),
        after: match tape.below(4) {
            0 => After::Acquired,
            1 => After::LastSeen,
            2 => After::Event(name("member")),
            _ => After::LastUse(names(&["serve", "news"])),
        },
        at_least: law.then(|| Period::days(30 * u16::try_from(tape.below(8)).unwrap())),
        because: law.then_some(Statute::CorporationTaxBooks),
    };
    vec![keep("account", false), keep("traces", false), keep("books", true)]
}

fn items(tape: &mut Tape<'_>) -> Vec<Item> {
    let item = |id, kind, keep: Option<&str>, class| Item {
        id: name(id),
        kind,
        label: words(id),
        keep: keep.map(name),
        class,
        lookup: false,
        held_by: Vec::new(),
        derived_from: None,
        values: Vec::new(),
        formerly: None,
    };
    let mut list = vec![
        item("mail", ItemKind::Email, Some("account"), Class::Personal),
        item("birth", ItemKind::BirthDate, Some("account"), Class::Personal),
        item("age", ItemKind::Age, None, Class::Personal),
        item("usage", ItemKind::Activity, Some("traces"), Class::Referable),
        item("card", ItemKind::PaymentCard, None, Class::Personal),
        item("books", ItemKind::Record, Some("books"), Class::Personal),
        item("cookie", ItemKind::CookieId, Some("traces"), Class::Referable),
    ];
    list[0].lookup = !tape.seldom(6);
    list[2].derived_from = Some(name("birth"));
    if tape.seldom(6) {
        list[4].keep = Some(name("account"));
    } else {
        list[4].held_by = tape.one(&[names(&["clerk"]), names(&["foreign", "clerk"])]);
    }
    if tape.seldom(8) {
        list[6].class = Class::Personal;
    }
    list
}

fn sources(tape: &mut Tape<'_>) -> Vec<Source> {
    let all: Vec<&str> = OURS.to_vec();
    let source = |tape: &mut Tape<'_>, id, from, takes: &[&str], shown, extra| Source {
        id: name(id),
        label: Words::new(),
        from,
        takes: names(takes),
        required: Vec::new(),
        confirms: Vec::new(),
        purposes: tape.some(&names(&all)),
        purposes_open: false,
        shown,
        extra,
        provider: Vec::new(),
        provider_policy: None,
        limited_by_grant: false,
        formerly: None,
    };
    let mut form = source(
        tape,
        SOURCES[0],
        Whence::Person,
        &["mail", "birth", "books", "card"],
        Some(Shown::Before),
        Extra::Refuse,
    );
    form.required = names(tape.one(&[&[][..], &["mail"], &["mail", "birth"]]));
    form.confirms = names(tape.one(&[&[][..], &[], &["password-set"]]));
    let site = source(tape, SOURCES[1], Whence::Device, &["usage", "cookie"], Some(Shown::Published), Extra::Drop);
    let mut network = source(
        tape,
        SOURCES[2],
        Whence::Affiliate,
        &["cookie", "usage", "mail"],
        Some(Shown::Announced),
        Extra::Refuse,
    );
    network.provider = names(&["advertiser", "foreign"]);
    let mut login = source(tape, SOURCES[3], Whence::OutsideLogin, &["mail", "birth"], None, Extra::Drop);
    login.limited_by_grant = !tape.seldom(3);
    login.extra = tape.one(&[Extra::Drop, Extra::Drop, Extra::Refuse]);
    vec![form, site, network, login]
}

fn purposes(tape: &mut Tape<'_>) -> Vec<Purpose> {
    let mut purpose = |id, choice, by, when: &[&str]| Purpose {
        id: name(id),
        group: None,
        label: words(id),
        meaning: 1 + u32::try_from(tape.below(3)).unwrap(),
        same_meaning: None,
        items: tape.some(&names(&ITEMS)),
        choice: if tape.seldom(8) { Choice::AsksFirst } else { choice },
        needed: false,
        because: None,
        by,
        when: names(when),
        marks: Vec::new(),
        mail_to_customers: false,
        formerly: None,
    };
    let mut list = vec![
        purpose("serve", Choice::None, By::Us, &[]),
        purpose("news", Choice::CanStop, By::Us, &["member"]),
        purpose("offers", Choice::AsksFirst, By::Us, &[]),
        purpose("accounts", Choice::None, By::Us, &[]),
        purpose("their-ads", Choice::None, By::Recipient, &[]),
        purpose("joint", Choice::None, By::Recipient, &[]),
    ];
    list[1].mail_to_customers = tape.seldom(2);
    list[3].because = Some(Statute::CorporationTaxBooks);
    if tape.seldom(8) {
        list[0].when = names(&["ordered"]);
    }
    list
}

fn recipients(tape: &mut Tape<'_>) -> Vec<Recipient> {
    let mut recipient = |id, part, is_class, country: &str| Recipient {
        id: name(id),
        part,
        name: words(id),
        is_class,
        vendor: None,
        country: if tape.seldom(10) { "US".to_owned() } else { country.to_owned() },
        route: tape.one(&[None, Some(Route::Consent), Some(Route::EquivalentSystem), Some(Route::EquivalentCountry)]),
        agreement_required: !tape.seldom(3),
        review_every: tape.one(&[None, Some(Period::years(1))]),
        under: tape.some(&names(&["law", "own-rights", "state-cooperation", "life-body-property"])),
        policy: None,
        formerly: None,
    };
    let [clerk, advertiser, parent, police, foreign, heir] = RECIPIENTS;
    vec![
        recipient(clerk, Part::Entrustee, true, "JP"),
        recipient(advertiser, Part::ThirdParty, true, "JP"),
        recipient(parent, Part::JointUser, false, "JP"),
        recipient(police, Part::Authority, true, "JP"),
        recipient(foreign, Part::ThirdParty, false, "FR"),
        recipient(heir, Part::Successor, true, "JP"),
    ]
}

fn flows(tape: &mut Tape<'_>) -> Vec<Flow> {
    let mut flow = |id, family, to: &[&str], purposes: &[&str], items: &[&str], ground, when: &[&str]| Flow {
        id: name(id),
        family,
        to: names(to),
        purposes: names(purposes),
        items: tape.some(&names(items)),
        ground: if tape.seldom(40) { None } else { Some(ground) },
        when: names(when),
        links_to_person: tape.seldom(4),
        joint: None,
        formerly: None,
    };
    let [clerks, ads, group, abroad, device, succession, clerks_too] = FLOWS;
    let mut list = vec![
        flow(clerks, Family::Provision, &["clerk"], &["serve", "news"], &["mail", "usage"], Ground::Entrustment, &[]),
        flow(
            ads,
            Family::Provision,
            &["advertiser"],
            &THEIRS[..1],
            &["mail", "age", "books"],
            Ground::Consent,
            &["ordered"],
        ),
        flow(group, Family::JointUse, &["parent"], &THEIRS[1..], &["mail", "birth", "age"], Ground::JointUse, &[]),
        flow(abroad, Family::Provision, &["foreign"], &["offers", "their-ads"], &ITEMS, Ground::Consent, &[]),
        flow(
            device,
            Family::Provision,
            &["advertiser"],
            &["their-ads"],
            &["usage", "cookie"],
            Ground::NotPersonal,
            &[],
        ),
        flow(succession, Family::Recipient, &["heir"], &OURS, &ITEMS, Ground::Succession, &[]),
        flow(
            clerks_too,
            Family::Provision,
            &["clerk", "foreign"],
            &["serve"],
            &ITEMS,
            Ground::Entrustment,
            &["member"],
        ),
    ];
    let since = tape.one(&[None, Some(day("2027-01-15")), Some(day("2027-01-16"))]);
    list[2].joint = Some(Joint { scope: words("group"), responsible: Responsible::Operator, since });
    list
}

fn exceptions(tape: &mut Tape<'_>) -> Vec<Exception> {
    let mut needs = vec![Need::Approver, Need::ConsentDifficult, Need::Reason];
    if tape.seldom(2) {
        needs.push(Need::Reference);
    }
    vec![Exception {
        id: name("own-rights"),
        under: LegalException::LifeBodyProperty,
        label: words("own rights"),
        needs,
    }]
}

fn categories(tape: &mut Tape<'_>) -> Vec<Category> {
    let load = tape.one(&[Load::UntilRefused, Load::AfterConsent]);
    let (id, label) = (name("marketing"), words("marketing"));
    vec![Category { id, load, label, our_purpose: Vec::new(), opt_out: Vec::new() }]
}

fn tags(tape: &mut Tape<'_>) -> Vec<Tag> {
    let mut tag = |id, recipient: Option<&str>, our_purpose: &[&str]| Tag {
        id: name(id),
        category: name("marketing"),
        vendor: None,
        is_operators: false,
        name: words(id),
        country: None,
        their_purpose: words("ads"),
        sends: vec![Sent::Signal(Signal::PageUrl)],
        hosts: vec!["tag.example".to_owned()],
        cookies: Vec::new(),
        policy: None,
        opt_out: Vec::new(),
        links_to_person: false,
        recipient: recipient.map(name),
        identifies: false,
        our_purpose: names(our_purpose),
        load: tape.one(&[Load::UntilRefused, Load::AfterConsent, Load::Always]),
        pages: tape.one(&[vec!["all".to_owned()], vec!["checkout".to_owned()]]),
        on: tape.one(&[vec![Platform::Web, Platform::Ios], vec![Platform::Web]]),
        mask_inputs: false,
    };
    vec![
        tag("pixel", Some("advertiser"), &["news", "offers"]),
        tag("counter", None, &["serve"]),
        tag("charger", Some("foreign"), &["accounts", "news"]),
    ]
}

fn statistics(tape: &mut Tape<'_>) -> Vec<Statistic> {
    vec![Statistic {
        id: name("figures"),
        label: words("figures"),
        purposes: names(&["serve"]),
        items: Vec::new(),
        by: tape.some(&names(&["age", "usage"])),
        min_group: 10,
        to: tape.some(&names(&["advertiser", "foreign", "clerk"])),
    }]
}

fn rights(tape: &mut Tape<'_>) -> Vec<Right> {
    let mut right = |id: &str, gives| Right {
        id: name(id),
        gives,
        by: tape.some(&[Way::MyPage, Way::Form, Way::Post]),
        identity: tape.some(&[Identity::Login, Identity::Document]),
        documents: tape.one(&[
            vec![Papers::OneOf(vec![Paper::Passport]), Papers::TwoOf(vec![Paper::PensionBook, Paper::SealCertificate])],
            vec![Papers::OneOf(vec![Paper::Passport, Paper::DrivingLicence])],
        ]),
        items: if tape.seldom(3) { Some(tape.some(&names(&ITEMS))) } else { None },
        answer_within: Period::days(14),
        agents: tape.some(&[Agent::Statutory, Agent::Mandated]),
        fee: 0,
        may_decline: tape.some(&names(&["law", "not-needed"])),
        tell: Tell::SameWay,
        then_correct: !tape.seldom(3),
    };
    let mut list = vec![right("disclosure", Gives::Disclosure), right("correction", Gives::Correction)];
    list.push(right("deletion", Gives::Deletion));
    list.push(right("cease-use", Gives::CeaseUse));
    if tape.seldom(6) {
        list.remove(tape.below(4));
    }
    list
}

fn measures(tape: &mut Tape<'_>) -> Vec<Measure> {
    let mut measure = |id, kind, per, blocks| Measure {
        id: name(id),
        kind,
        label: words(id),
        every: Period::years(1),
        per,
        blocks: blocks && !tape.seldom(2),
    };
    vec![
        measure("inspection", MeasureKind::SelfInspection, Per::Operator, false),
        measure("audit", MeasureKind::IndependentAudit, Per::Operator, false),
        measure("pledge", MeasureKind::Pledge, Per::Staff, true),
        measure("choosing", MeasureKind::SubcontractorChoice, Per::Recipients(names(&["clerk", "foreign"])), true),
    ]
}

fn revision(tape: &mut Tape<'_>) -> Option<Revision> {
    let why = || ("it is".to_owned(), "the officer".to_owned());
    let mut related = Vec::new();
    if tape.seldom(4) {
        let (why, decided_by) = why();
        related.push(Related { from: name("serve"), to: name(tape.one(&OURS)), why, decided_by });
    }
    (!tape.seldom(10)).then(|| Revision { announce: vec![Announce::Site], ahead: Period::default(), related })
}

fn operation(tape: &mut Tape<'_>, policy: &Policy) -> Operation {
    let holds = tape.one(&[names(&["usage"]), Vec::new(), names(&["birth", "usage"])]);
    let system = |id, holds| System { id: name(id), name: words(id), holds, within: Period::days(1), how: How::Sql };
    let systems = vec![system("store", holds), system("desk", Vec::new())];
    let ids = |list: &[&str]| names(list);
    let limit = tape.one(&[Some(100), Some(60), None, Some(200)]);
    let mut all = Role {
        id: name(ROLES[0]),
        uses: ids(&OURS),
        items: None,
        find_items: if tape.seldom(4) { Vec::new() } else { names(&["mail"]) },
        find_systems: names(tape.one(&[&["store"][..], &["store", "desk"]])),
        acquire: ids(&SOURCES),
        provide: ids(&FLOWS),
        exceptions: true,
        bulk: tape.some(&ids(&["serve", "news", "clerks", "ads"])),
        report: ids(&EVENTS),
        count: names(&["figures"]),
        consent: true,
        import: true,
        handle: Handle::ALL.to_vec(),
        approve: Vec::new(),
        attest: policy.measures.iter().map(|measure| measure.id.clone()).collect(),
        people_per_day: limit,
    };
    if tape.seldom(6) {
        all.items = Some(tape.some(&ids(&ITEMS)));
    }
    let some = Role {
        id: name(ROLES[1]),
        uses: tape.some(&ids(&OURS)),
        items: Some(tape.some(&ids(&ITEMS))),
        find_items: Vec::new(),
        find_systems: Vec::new(),
        acquire: tape.some(&ids(&SOURCES[1..])),
        provide: tape.some(&ids(&FLOWS[1..])),
        exceptions: tape.seldom(2),
        bulk: Vec::new(),
        report: ids(&EVENTS[1..]),
        count: Vec::new(),
        consent: tape.seldom(2),
        import: false,
        handle: tape.some(&[Handle::Requests, Handle::Erase]),
        approve: Vec::new(),
        attest: ids(&["inspection"]),
        people_per_day: Some(40),
    };
    let officer = Role {
        id: name(ROLES[2]),
        uses: Vec::new(),
        items: None,
        provide: Vec::new(),
        exceptions: false,
        acquire: Vec::new(),
        handle: vec![Handle::Cease],
        approve: vec![Approve::Exceptions],
        consent: false,
        report: Vec::new(),
        attest: Vec::new(),
        ..some.clone()
    };
    Operation { systems, roles: vec![all, some, officer], accepts: Vec::new(), hash: [tape.byte(); 32] }
}

/// Notices given so far: today's, and older ones that showed less, or purposes in older meanings.
fn given(tape: &mut Tape<'_>, policy: &Policy) -> Vec<Notice> {
    let mut list = Vec::new();
    for facts in notices(policy) {
        list.push(Notice { number: Number(0), facts: facts.clone() });
        if matches!(facts.of, NoticeOf::Source(_)) {
            let mut older = facts;
            older.purposes = tape.some(&older.purposes);
            older.purposes.iter_mut().for_each(|(_, meaning)| *meaning -= u32::from(tape.seldom(4)));
            older.flows = tape.some(&older.flows);
            older.announced = tape.seldom(4);
            list.push(Notice { number: Number(0), facts: older });
        }
    }
    (5..).zip(&mut list).for_each(|(number, notice)| notice.number = Number(number));
    list
}

fn register(tape: &mut Tape<'_>, policy: &Policy, numbers: &Numbers, now: Instant) -> Register {
    let mut register = Register::default();
    let no = |family, id: &Name| numbers.lookup(family, id).unwrap();
    let zone = &policy.service.zone;
    register.effective = if tape.seldom(40) { tape.one(&[None, Some(now.plus_micros(1))]) } else { Some(now) };
    for (place, recipient) in policy.recipients.iter().enumerate() {
        let class = no(Family::Recipient, &recipient.id);
        if recipient.is_class {
            for letter in ["a", "b"] {
                let number = Number(9000 + u32::try_from(place).unwrap() * 2 + u32::from(letter == "b"));
                let member = Member { number, class, ..company(tape, policy, numbers) };
                register.members.insert(Arc::from(format!("{}-{letter}", recipient.id)), member);
            }
        } else if !tape.seldom(6) {
            register.parties.insert(class, company(tape, policy, numbers));
        }
    }
    if tape.seldom(12) {
        register
            .members
            .insert(Arc::from("orphan"), Member { number: Number(9999), class: Number(77_777), ..Member::default() });
    }
    let until = tape.one(&["2027-03-01", "2027-01-15", "2027-01-14"][..]);
    if !tape.seldom(5) {
        let on_file =
            policy.measures.iter().map(|one| (no(Family::Measure, &one.id), zone.end_of(day(until)))).collect();
        register.staff.insert(Arc::from("stf_1"), on_file);
    }
    if tape.seldom(2) {
        register.attested.insert(no(Family::Measure, &policy.measures[0].id), vec![Arc::from("stf_1")]);
    }
    for source in &policy.sources {
        if !tape.seldom(3) {
            let at = if tape.seldom(8) { now.plus_micros(1) } else { now };
            register.announced.insert(no(Family::Source, &source.id), at);
        }
    }
    if tape.seldom(4) {
        let since = day(tape.one(&["2027-01-15", "2027-01-16"]));
        register.joint_use_since.insert(no(Family::Provision, &policy.flows[2].id), since);
    }
    register.versions = vec![day("2020-04-01"), day("2026-12-01")];
    register
}

fn company(tape: &mut Tape<'_>, policy: &Policy, numbers: &Numbers) -> Member {
    let items: Vec<_> = policy.items.iter().map(|item| numbers.lookup(Family::Item, &item.id).unwrap()).collect();
    let on_file = |until: &str| {
        policy.measures.iter().map(|one| (numbers.lookup(Family::Measure, &one.id).unwrap(), day(until))).collect()
    };
    Member {
        country: tape.one(&[None, None, None, Some("US".to_owned()), Some("DE".to_owned())]),
        route: tape.one(&[None, None, Some(Route::EquivalentSystem), Some(Route::Consent)]),
        route_checked: tape.one(&[Some(day("2026-03-01")), Some(day("2026-01-15")), Some(day("2026-01-14")), None]),
        agreement_until: tape.one(&[
            Some(day("2027-06-01")),
            Some(day("2028-01-01")),
            Some(day("2027-01-15")),
            Some(day("2027-03-01")),
            Some(day("2027-01-14")),
            None,
        ]),
        agreement_items: if tape.seldom(4) { Some(tape.some(&items)) } else { None },
        chosen: !tape.seldom(8),
        reviewed: tape.one(&[None, Some(day("2026-06-01")), Some(day("2026-01-15")), Some(day("2026-01-14"))]),
        measures: on_file(tape.one(&["2027-06-01", "2027-06-01", "2027-01-15", "2027-01-14"])),
        stopped: tape.seldom(20),
        ..Member::default()
    }
}

fn holdings(tape: &mut Tape<'_>, policy: &Policy, numbers: &Numbers, notices: &[Notice], now: Instant) -> Vec<Holding> {
    let mut list = Vec::new();
    let hour = 3_600_000_000;
    let only_device = tape.seldom(6);
    for item in policy.items.iter().filter(|item| item.held_by.is_empty() && item.derived_from.is_none()) {
        if only_device && item.class != Class::Referable {
            continue;
        }
        let count = tape.one(&[1, 1, 1, 2, 3, 0]);
        for _ in 0..count {
            let taking: Vec<&Source> = policy.sources.iter().filter(|source| source.takes.contains(&item.id)).collect();
            let source = tape.one(&taking);
            let of = NoticeOf::Source(source.id.clone());
            let shown: Vec<Number> = notices.iter().filter(|one| one.facts.of == of).map(|one| one.number).collect();
            let notice = if tape.seldom(30) { Number(4000) } else { tape.one(&shown) };
            let gone = tape.seldom(30);
            list.push(Holding {
                item: numbers.lookup(Family::Item, &item.id).unwrap(),
                source: if gone { Number(5000) } else { numbers.lookup(Family::Source, &source.id).unwrap() },
                notice,
                acquired: now.plus_micros(-hour * (1 + i64::try_from(tape.below(4)).unwrap())),
                expires: tape.one(&[
                    Some(now.plus_micros(hour)),
                    Some(now.plus_micros(9 * hour)),
                    None,
                    Some(now.plus_micros(1)),
                    Some(now.plus_micros(3 * hour)),
                    Some(now),
                    Some(now.plus_micros(-1)),
                ]),
                kept_by_law_until: tape.one(&[None, None, Some(now), Some(now.plus_micros(1))]),
            });
        }
    }
    if tape.seldom(20) {
        let unknown = Holding { item: Number(6000), source: Number(5000), ..list.first().copied().unwrap_or(NOTHING) };
        list.push(unknown);
    }
    list
}

const NOTHING: Holding = Holding {
    item: Number(6000),
    source: Number(5000),
    notice: Number(4000),
    acquired: Instant::from_micros(0),
    expires: None,
    kept_by_law_until: None,
};

fn standing(
    tape: &mut Tape<'_>,
    policy: &Policy,
    numbers: &Numbers,
    register: &Register,
    now: Instant,
) -> Vec<Standing> {
    let mut list: Vec<Standing> = Vec::new();
    let fact = |kind, subject| Standing {
        kind,
        subject,
        member: Number(0),
        yes: true,
        meaning: 0,
        had_yes: false,
        country_told: false,
        at: now,
        until: None,
    };
    let no = |family, id: &Name| numbers.lookup(family, id).unwrap();
    for purpose in &policy.purposes {
        if tape.seldom(3) {
            continue;
        }
        let meaning = purpose.meaning - u32::from(tape.seldom(5));
        let answer = fact(StandingKind::AnswerPurpose, no(Family::Purpose, &purpose.id));
        list.push(Standing { yes: !tape.seldom(4), had_yes: tape.seldom(2), meaning, ..answer });
    }
    for flow in &policy.flows {
        if tape.seldom(5) {
            continue;
        }
        let todays: u32 = flow.purposes.iter().map(|id| policy.purpose(id).unwrap().meaning).sum();
        let meaning = todays - u32::from(tape.seldom(8));
        let answer = fact(StandingKind::AnswerFlow, no(Family::Provision, &flow.id));
        let (yes, had_yes, country_told) = (!tape.seldom(8), tape.seldom(2), !tape.seldom(3));
        list.push(Standing { yes, had_yes, meaning, country_told, ..answer });
    }
    for tag in &policy.tags {
        if tape.seldom(4) {
            list.push(Standing { yes: tape.seldom(2), ..fact(StandingKind::AnswerTag, no(Family::Tag, &tag.id)) });
        }
    }
    if tape.seldom(6) {
        let category = no(Family::Category, &policy.categories[0].id);
        list.push(Standing { yes: tape.seldom(2), ..fact(StandingKind::AnswerTag, category) });
    }
    let ends = [None, Some(now.plus_micros(1)), Some(now)];
    let members: Vec<Number> = register.members.values().map(|member| member.number).collect();
    for event in &policy.events {
        let whole = Number(0);
        let towards: Vec<Number> = if event.about == About::Member {
            members.iter().copied().filter(|_| !tape.seldom(3)).collect()
        } else {
            vec![whole]
        };
        for member in towards {
            if tape.seldom(6) {
                continue;
            }
            let until = tape.one(&[
                Some(now.plus_micros(2)),
                Some(now.plus_micros(3)),
                None,
                Some(now.plus_micros(1)),
                Some(now),
            ]);
            let happened = fact(StandingKind::Event, no(Family::Event, &event.id));
            list.push(Standing { member, yes: !tape.seldom(8), until, ..happened });
        }
    }
    for recipient in &policy.recipients {
        let subject = no(Family::Recipient, &recipient.id);
        if !tape.seldom(4) {
            let towards: Vec<Number> =
                register.members.values().filter(|one| one.class == subject).map(|one| one.number).collect();
            let member = if recipient.is_class { tape.one(&towards) } else { Number(0) };
            list.push(Standing { member, until: tape.one(&ends), ..fact(StandingKind::Confirmation, subject) });
        }
        if tape.seldom(20) {
            let member = if recipient.is_class && tape.seldom(2) { tape.one(&members) } else { Number(0) };
            list.push(Standing { member, yes: !tape.seldom(4), ..fact(StandingKind::CessationRecipient, subject) });
        }
    }
    let item = |tape: &mut Tape<'_>| no(Family::Item, &name(tape.one(&ITEMS)));
    if tape.seldom(30) {
        list.push(Standing { until: tape.one(&ends), ..fact(StandingKind::CessationPurpose, Number(0)) });
    }
    if tape.seldom(12) {
        let purpose = no(Family::Purpose, &name(tape.one(&OURS)));
        list.push(Standing { yes: !tape.seldom(4), ..fact(StandingKind::CessationPurpose, purpose) });
    }
    if tape.seldom(20) {
        list.push(fact(StandingKind::CessationPurpose, no(Family::Purpose, &name(tape.one(&THEIRS)))));
    }
    if tape.seldom(30) {
        list.push(fact(StandingKind::CessationRecipient, Number(0)));
    }
    if tape.seldom(10) {
        let subject = if tape.seldom(4) { Number(0) } else { item(tape) };
        list.push(Standing {
            yes: !tape.seldom(4),
            until: tape.one(&ends),
            ..fact(StandingKind::Restriction, subject)
        });
    }
    if tape.seldom(14) {
        let subject = item(tape);
        list.push(fact(StandingKind::Hold, subject));
    }
    if tape.seldom(8) {
        let subject = tape.one(&[no(Family::Item, &name("books")), no(Family::Item, &name("mail"))]);
        list.push(fact(StandingKind::KeptByLaw, subject));
    }
    list
}

// Acts.

fn some_items(tape: &mut Tape<'_>, usual: &[&str]) -> Vec<Arc<str>> {
    let count = 1 + tape.below(3);
    let mut list: Vec<Arc<str>> = Vec::new();
    for _ in 0..count {
        let item = if tape.seldom(12) {
            tape.one(&ITEMS)
        } else if tape.seldom(40) {
            "shoe-size"
        } else {
            tape.one(usual)
        };
        list.push(Arc::from(item));
    }
    if tape.seldom(60) { Vec::new() } else { list }
}

fn word(tape: &mut Tape<'_>, usual: &[&str]) -> Arc<str> {
    Arc::from(if tape.seldom(30) { "undeclared" } else { tape.one(usual) })
}

pub(crate) fn caller(tape: &mut Tape<'_>, act: &Act) -> Caller {
    let of_person = matches!(act, Act::Right(_) | Act::Answer(_) | Act::Load(_));
    match tape.below(12) {
        8 => Caller::Staff { account: Arc::from("stf_1"), role: name("some") },
        9 => Caller::Staff {
            account: Arc::from(tape.one(&["stf_1", "stf_9"])),
            role: name(tape.one(&["all", "officer", "ghost"])),
        },
        10 if of_person || tape.seldom(3) => Caller::Person,
        11 if of_person || tape.seldom(3) => tape.one(&[Caller::Visitor, Caller::Retention]),
        _ => Caller::Staff { account: Arc::from("stf_1"), role: name("all") },
    }
}

pub(crate) fn act(tape: &mut Tape<'_>, world: &World) -> Act {
    match tape.below(16) {
        0..4 => Act::Use(use_(tape)),
        4..9 => Act::Provide(provide(tape)),
        9 => Act::Find(find(tape)),
        10 => Act::Acquire(acquire(tape, world)),
        11 => Act::Answer(answer(tape, world)),
        12 => Act::Right(right(tape)),
        13 => Act::Load(load(tape)),
        14 => Act::Statistic(StatisticAct {
            statistic: word(tape, &["figures"]),
            by: if tape.seldom(2) { some_items(tape, &["age", "usage"]) } else { Vec::new() },
            to: tape
                .one(&[
                    None,
                    Some("advertiser-a"),
                    Some("foreign"),
                    Some("clerk-b"),
                    Some("clerk"),
                    Some("heir-a"),
                    Some("x"),
                ])
                .map(Arc::from),
            smallest_group: tape.one(&[None, Some(10), Some(9)]),
        }),
        _ if tape.seldom(2) => Act::Report(Report {
            event: word(tape, &EVENTS),
            has_reference: !tape.seldom(3),
            member: tape.one(&[None, None, Some("clerk-a"), Some("nobody")]).map(Arc::from),
            over: tape.seldom(4),
        }),
        _ => Act::Attest(Attest {
            measure: word(tape, &["audit", "inspection", "pledge", "choosing"]),
            has_evidence: !tape.seldom(6),
            of: tape.one(&[Some("clerk-a"), Some("stf_3"), None]).map(Arc::from),
        }),
    }
}

fn use_(tape: &mut Tape<'_>) -> Use {
    let purpose = if tape.seldom(16) { Arc::from("joint") } else { word(tape, &OURS) };
    Use {
        purpose,
        items: some_items(tape, &["mail", "birth", "age", "usage", "books", "cookie"]),
        bulk: tape.seldom(6),
        way_out: !tape.seldom(4),
        partial: tape.seldom(4),
        masked: tape.seldom(4),
    }
}

fn find(tape: &mut Tape<'_>) -> Find {
    let by = if tape.seldom(3) {
        FindBy::System(word(tape, &["store", "desk"]))
    } else {
        FindBy::Item(word(tape, &["mail", "mail", "cookie"]))
    };
    Find { purpose: if tape.seldom(12) { Arc::from("joint") } else { word(tape, &OURS) }, by }
}

fn provide(tape: &mut Tape<'_>) -> Provide {
    if tape.seldom(4) {
        return by_exception(tape);
    }
    let (recipient, purposes, items): (&str, &[&str], &[&str]) = tape.one(&[
        ("clerk-a", &["serve", "news"][..], &["mail", "usage"][..]),
        ("clerk-b", &["serve"], &ITEMS),
        ("advertiser-a", &["their-ads"], &["mail", "age", "books"]),
        ("advertiser-b", &["their-ads"], &["usage", "cookie"]),
        ("parent", &["joint"], &["mail", "birth", "age"]),
        ("foreign", &["offers", "their-ads", "serve"], &["mail", "age", "books", "usage"]),
        ("heir-a", &OURS, &["mail", "age", "usage", "books"]),
        ("police-a", &["serve"], &["mail"]),
        ("clerk", &["serve"], &["mail"]),
        ("orphan", &["serve"], &["mail"]),
    ]);
    let purpose =
        if tape.seldom(12) { Some(word(tape, &["serve", "joint"])) } else { Some(Arc::from(tape.one(purposes))) };
    Provide {
        recipient: Arc::from(recipient),
        purpose: purpose.filter(|_| !tape.seldom(30)),
        items: some_items(tape, items),
        ground: tape.one(&[None, None, None, Some(Ground::Consent), Some(Ground::Entrustment)]),
        bulk: tape.seldom(8),
        partial: tape.seldom(4),
        exception: None,
    }
}

fn by_exception(tape: &mut Tape<'_>) -> Provide {
    let exception = word(tape, &["law", "own-rights", "state-cooperation", "life-body-property", "unheard-of"]);
    Provide {
        recipient: word(tape, &["police-a", "advertiser-a", "foreign", "clerk-b", "heir-a"]),
        purpose: None,
        items: some_items(tape, &["mail", "usage", "books"]),
        ground: tape.one(&[None, None, None, Some(Ground::Exception), Some(Ground::Consent)]),
        bulk: tape.seldom(12),
        partial: tape.seldom(4),
        exception: Some(ExceptionClaim {
            exception,
            has_reason: !tape.seldom(8),
            has_reference: !tape.seldom(8),
            consent_difficult: !tape.seldom(8),
            would_hinder: !tape.seldom(6),
        }),
    }
}

fn acquire(tape: &mut Tape<'_>, world: &World) -> Acquire {
    let (source, items): (&str, &[&str]) = tape.one(&[
        ("form", &["mail", "birth", "books"][..]),
        ("site", &["usage", "cookie"]),
        ("network", &["cookie", "usage"]),
        ("login", &["mail", "birth"]),
    ]);
    let source: Arc<str> = if tape.seldom(24) { Arc::from("undeclared") } else { Arc::from(source) };
    let mut list = some_items(tape, items);
    if tape.seldom(2) {
        list.extend(items.iter().map(|item| Arc::from(*item)));
    }
    let notice = match tape.below(5) {
        0..3 => world.gate.source_notice(&source),
        3 => None,
        _ => Some(azukari_model::NoticeId::from_bits(7)),
    };
    let past = tape.seldom(5).then(|| Past {
        on: day(tape.one(&["2022-05-01", "2019-01-01"])),
        version: tape.one(&[Some(day("2020-04-01")), Some(day("2018-01-01")), None]),
    });
    Acquire {
        values: if tape.seldom(4) {
            list.clone()
        } else {
            list.iter().filter(|item| &***item == "mail").cloned().collect()
        },
        looks_like_card: if tape.seldom(16) { list.clone() } else { Vec::new() },
        granted: tape
            .one(&[Some(&["mail", "birth"][..]), Some(&["mail"]), None])
            .map(|granted| granted.iter().map(|item| Arc::from(*item)).collect()),
        source,
        items: list,
        notice,
        creates_person: tape.seldom(2),
        member: tape
            .one(&[Some("advertiser-a"), Some("foreign"), Some("clerk-a"), Some("advertiser"), Some("nobody"), None])
            .map(Arc::from),
        receipt_confirmed: !tape.seldom(4),
        confirms: if tape.seldom(3) { Vec::new() } else { vec![Arc::from("password-set")] },
        past,
    }
}

fn answer(tape: &mut Tape<'_>, world: &World) -> Answer {
    let (to, todays) = match tape.below(3) {
        0 => {
            let purpose = word(tape, &OURS);
            (AnswerTo::Purpose(Arc::clone(&purpose)), world.gate.purpose_notice(&purpose))
        }
        1 => {
            let flow = word(tape, &FLOWS);
            (AnswerTo::Provision(Arc::clone(&flow)), world.gate.flow_notice(&flow))
        }
        _ => {
            let tag = word(tape, &["pixel", "marketing"]);
            (AnswerTo::Tag(Arc::clone(&tag)), world.gate.tag_notice(&tag))
        }
    };
    let notice = tape.one(&[todays, todays, None, Some(azukari_model::NoticeId::from_bits(7))]);
    Answer { to, given: !tape.seldom(4), notice, at: tape.seldom(6).then(|| day("2026-01-05")) }
}

fn right(tape: &mut Tape<'_>) -> RightAct {
    let (verb, right) = tape.one(&[
        (RightVerb::Disclose, "disclosure"),
        (RightVerb::Correct, "correction"),
        (RightVerb::Erase, "deletion"),
        (RightVerb::Cease, "cease-use"),
        (RightVerb::Resume, "cease-use"),
    ]);
    let scope = CeaseScope {
        all: tape.seldom(4),
        provision: false,
        purposes: if tape.seldom(3) { vec![word(tape, &OURS)] } else { Vec::new() },
        recipients: if tape.seldom(3) { vec![word(tape, &["clerk-a", "advertiser"])] } else { Vec::new() },
    };
    RightAct {
        verb,
        right: if tape.seldom(3) { None } else { Some(word(tape, &[right, right, right, "disclosure"])) },
        way: tape.one(&[None, Some("form"), Some("my-page"), Some("phone")]).map(Arc::from),
        identity: tape
            .one(&[Some("login"), Some("document"), Some("login"), None, Some("email-code"), Some("a-wink")])
            .map(Arc::from),
        documents: tape
            .one(&[
                &["passport"][..],
                &["pension-book", "seal-certificate"],
                &["seal-certificate", "seal-certificate"],
                &[],
            ])
            .iter()
            .map(|paper| Arc::from(*paper))
            .collect(),
        agent: tape
            .one(&[None, None, None, Some("mandated"), Some("friend")])
            .map(|kind| AgentClaim { kind: Arc::from(kind), is_proven: !tape.seldom(3) }),
        items: some_items(tape, &["mail", "birth", "usage", "books"]),
        decline: tape.one(&[None, None, None, Some("law"), Some("a-whim")]).map(Arc::from),
        has_reason: !tape.seldom(3),
        request: tape.seldom(2).then(|| Arc::from("q1")),
        scope,
    }
}

fn load(tape: &mut Tape<'_>) -> LoadAct {
    LoadAct {
        tag: word(tape, &["pixel", "counter", "charger"]),
        page: tape.one(&[Some("checkout"), Some("home"), None]).map(Arc::from),
        on: tape.one(&[None, Some(Platform::Web), Some(Platform::Ios), Some(Platform::Android)]),
        hosts: if tape.seldom(4) { vec![word(tape, &["tag.example"])] } else { Vec::new() },
        choices: tape
            .one(&[&[("marketing", true)][..], &[], &[("marketing", false)], &[("marketing", false), ("pixel", true)]])
            .iter()
            .map(|(to, yes)| (Arc::from(*to), *yes))
            .collect(),
        linked: tape.seldom(2),
    }
}
