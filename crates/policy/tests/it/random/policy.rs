//! A random policy: what it declares, and which clause is bound to what.

use super::*;

mod rest;

use rest::{categories, exceptions, measures, revision, rights, statistics, tags};

pub(super) fn policy(tape: &mut Tape<'_>, zone: Zone) -> Policy {
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
            sites: Vec::new(),
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
