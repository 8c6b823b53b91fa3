//! Every page over samples: the five policies in each language, nothing at all, hostile words, the longest words.

use super::{
    external::ExternalPage,
    index::{IndexPage, ServiceRow},
    layout::{Page, Reader, Shell},
    ledger::LedgerPage,
    policy::PolicyPage,
    problems,
    promises::PromisesPage,
    versions::{DifferencePage, VersionsPage},
};
use crate::{
    problem::{Code, Problem},
    text::Both,
};
use askama::Template as _;
use azukari_custody::{
    board::{BoardEvidence, LastAct, LedgerHealth, MeasureEvidence, OverdueErasure, Retention},
    service::Version,
};
use azukari_ledger::{Hash, destroyed::Listed};
use azukari_model::{ActId, Date, Instant, Lang, Language, PersonId, Words};
use azukari_policy::{
    compile,
    declared::{Cookie, Operation, Policy},
    publish::VersionLink,
    source::{File, Sources, Today},
};
use std::{fs, path::Path, sync::Arc};

const SERVICES: [&str; 5] = ["ijgn", "mobile-planning", "nicori", "onplanetz", "sessa"];
const HOSTILE: &str = "<script>alert(1)</script>\"'&\u{202e}夜露死苦";

fn file(path: &Path) -> Option<Arc<File>> {
    let text = fs::read_to_string(path).ok()?;
    Some(Arc::new(File { path: path.display().to_string(), text }))
}

fn service(name: &str) -> (Policy, Option<Operation>) {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let folder = policies.join(name);
    let sources = Sources {
        folder: name.to_owned(),
        policy: file(&folder.join("policy.toml")),
        operation: file(&folder.join("operation.toml")),
        vendors: file(&policies.join("vendors.toml")),
        prose: [Language::JA, Language::EN]
            .into_iter()
            .filter_map(|language| Some((language, file(&folder.join(format!("{language}.md")))?)))
            .collect(),
        left_out: Vec::new(),
    };
    let compiled = compile(&sources, Today(day("2026-11-25")));
    (compiled.policy.unwrap_or_else(|| panic!("{name}: {:?}", compiled.diagnostics)), compiled.operation)
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn reader(lang: Lang) -> Reader {
    Reader { lang, chosen: Some(lang.into()) }
}

fn versions() -> Vec<Version> {
    let version = |number: u8, text, is_past, is_active| Version {
        number: u32::from(number),
        label: String::new(),
        day: day(text),
        hash: [number; 32],
        by: "privacy-officer".into(),
        activated: at("2026-11-20T03:00:00Z"),
        is_past,
        is_active,
    };
    vec![version(1, "2020-04-24", true, false), version(2, "2026-12-01", false, true)]
}

fn evidence(policy: &Policy) -> BoardEvidence {
    let act = |number| LastAct { act: ActId::from_bits(number), at: at("2026-11-22T01:02:03Z") };
    let mut evidence = BoardEvidence {
        last_record: Some(act(9)),
        overdue_holdings: 3,
        overdue_erasures: vec![OverdueErasure {
            system: "app".into(),
            person: PersonId::from_bits(77),
            act: ActId::from_bits(78),
            due: day("2026-11-20"),
        }],
        limits_reached: vec!["web-account-of-somebody".into()],
        retention: Retention { last_run: Some(at("2026-11-22T01:02:30Z")), next: Some(day("2026-12-02")), overdue: 2 },
        ledger: health(),
        ..BoardEvidence::default()
    };
    for (number, clause) in policy.prose.clauses.iter().enumerate().filter(|(number, _)| number % 2 == 0) {
        evidence.last_act.insert(clause.id.as_str().into(), act(number as u128));
    }
    for (number, measure) in policy.measures.iter().enumerate() {
        let overdue = number % 3 == 0;
        evidence.measures.insert(
            measure.id.as_str().into(),
            MeasureEvidence {
                last: (!overdue).then(|| at("2026-10-01T00:00:00Z")),
                due: Some(day("2026-11-10")),
                overdue,
                missing: if number % 2 == 0 { Vec::new() } else { vec!["stf-tanaka".into()] },
            },
        );
    }
    evidence
}

fn health() -> LedgerHealth {
    LedgerHealth { size: 30_118, checkpoint_at: Some(at("2026-11-22T01:02:04Z")), pending: 2, stopped: None }
}

/// Thirty lists, of every kind.
fn lists() -> Vec<Listed> {
    let kinds = ["evidence", "provision", "hold"].into_iter().cycle();
    let lists = kinds.zip(1..=30_u8).map(|(kind, number)| Listed {
        kind: kind.parse().unwrap(),
        period: format!("2023-{:02}", number % 12 + 1),
        count: u64::from(number) * 1_000,
        index: (number < 30).then_some(30_000 + u64::from(number)),
        hash: Hash::new([number; 32]),
    });
    lists.collect()
}

const NOTE: &str = "azukari.example/log\n30118\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— azukari.example/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

/// The same policy with one sentence less and one more recipient's country: something to compare.
fn older(policy: &Policy) -> Policy {
    let mut old = policy.clone();
    if let Some(clause) = old.prose.clauses.iter_mut().find(|clause| clause.id.contains('.')) {
        clause.text = Words::both("以前はこう書かれていました。", "It used to say this.");
        (clause.own, clause.wording) = (clause.text.clone(), clause.text.clone());
    }
    old.purposes.pop();
    if let Some(recipient) = old.recipients.first_mut() {
        recipient.country = "KR".to_owned();
    }
    if let Some(purpose) = old.purposes.first_mut() {
        purpose.items.truncate(1);
    }
    old
}

fn hostile() -> (Policy, Option<Operation>) {
    let (mut policy, operation) = service("mobile-planning");
    let words = Words::both(HOSTILE, HOSTILE);
    let long = "長い語".repeat(400);
    policy.service.name = words.clone();
    policy.operator.name = Words::both(&long, &"long".repeat(400));
    policy.service.label = HOSTILE.to_owned();
    policy.purposes.iter_mut().for_each(|purpose| purpose.label = words.clone());
    policy.prose.clauses.iter_mut().for_each(|clause| {
        clause.title = words.clone();
        clause.text = Words::both(&long, HOSTILE);
        clause.own = clause.text.clone();
    });
    policy.prose.texts.values_mut().for_each(|text| {
        *text += "\n<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> {{{{items}}}} {{purposes {{items}}}}\n";
    });
    for tag in &mut policy.tags {
        tag.name = words.clone();
        tag.their_purpose = words.clone();
        tag.hosts = vec![HOSTILE.to_owned()];
        tag.cookies = vec![Cookie { name: HOSTILE.to_owned(), lifetime: None }];
        tag.opt_out = vec!["javascript:alert(1)".to_owned()];
        tag.policy = Some("javascript:alert(1)".to_owned());
    }
    (policy, operation)
}

/// A policy that declares and says nothing.
fn empty() -> Policy {
    let (mut policy, _) = service("sessa");
    policy.prose.clauses.clear();
    policy.prose.texts.clear();
    policy.purposes.clear();
    policy.tags.clear();
    policy.categories.clear();
    policy.bonds.kept_by.clear();
    policy.measures.clear();
    policy
}

fn pages_of(name: &str, policy: &Policy, operation: Option<&Operation>, lang: Lang) -> Vec<(String, String)> {
    let language = Language::from(lang);
    let reader = reader(lang);
    let links = [
        VersionLink { day: day("2026-12-01"), href: format!("/{name}/policy/versions/2") },
        VersionLink { day: day("2020-04-24"), href: format!("/{name}/policy/versions/1") },
    ];
    let old = older(policy);
    let pages = [
        ("policy", PolicyPage::new(policy, language, reader, day("2026-12-01"), &links, None).render()),
        (
            "policy-old",
            PolicyPage::new(&old, language, reader, day("2020-04-24"), &links, Some(Page::Policy.path(name))).render(),
        ),
        ("versions", VersionsPage::new(policy, &versions(), language, reader).render()),
        ("difference", DifferencePage::new(("1", &old), ("2", policy), language, reader).render()),
        ("difference-none", DifferencePage::new(("2", policy), ("2", policy), language, reader).render()),
        ("external", ExternalPage::new(policy, language, reader).render()),
        ("promises", PromisesPage::new(policy, operation, &evidence(policy), language, reader).render()),
        ("promises-new", PromisesPage::new(policy, operation, &BoardEvidence::default(), language, reader).render()),
    ];
    pages.into_iter().map(|(page, html)| (format!("{name}-{page}-{lang}"), html.unwrap())).collect()
}

fn pages_without_a_policy(lang: Lang) -> Vec<(String, String)> {
    const TROUBLE: Both = Both::new("動きません。", "It does not run.");
    let reader = reader(lang);
    let rows = SERVICES.map(|name| {
        let (policy, _) = service(name);
        let words = |words: &Words| words.in_language(lang.into()).to_owned();
        let trouble = (name == "nicori").then_some(TROUBLE);
        ServiceRow::new(name, words(&policy.service.name), words(&policy.operator.name), Some("2".to_owned()), trouble)
    });
    let index = |services| IndexPage {
        shell: Shell::plain(reader, reader.lang.pick("サービス一覧", "Services")),
        services,
    };
    let hostile = ServiceRow::new("x", HOSTILE.to_owned(), HOSTILE.repeat(40), Some(HOSTILE.to_owned()), None);
    let stopped = LedgerHealth { stopped: Some("/var/lib/disk full".to_owned()), ..LedgerHealth::default() };
    let origin = "http://127.0.0.1:8080".to_owned();
    vec![
        (format!("index-{lang}"), index(rows.into()).render().unwrap()),
        (format!("index-empty-{lang}"), index(Vec::new()).render().unwrap()),
        (format!("index-hostile-{lang}"), index(vec![hostile]).render().unwrap()),
        (
            format!("ledger-{lang}"),
            LedgerPage::new(Some(NOTE.to_owned()), &health(), &lists(), origin.clone(), reader).render().unwrap(),
        ),
        (format!("ledger-stopped-{lang}"), LedgerPage::new(None, &stopped, &[], origin, reader).render().unwrap()),
        (
            format!("problem-{lang}"),
            problems::page(&Problem::new(Code::RouteUnknown), lang, "00000000-000001").unwrap(),
        ),
    ]
}

fn every_page() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    let services: Vec<_> = SERVICES.iter().map(|name| (*name, service(name))).collect();
    let (hostile, hostile_operation) = hostile();
    let empty = empty();
    for lang in Lang::ALL {
        pages.extend(pages_without_a_policy(lang));
        for (name, (policy, operation)) in &services {
            pages.extend(pages_of(name, policy, operation.as_ref(), lang));
        }
        pages.extend(pages_of("hostile", &hostile, hostile_operation.as_ref(), lang));
        pages.extend(pages_of("empty", &empty, None, lang));
    }
    pages
}

/// `AZUKARI_PAGES=DIR` writes them, to be looked at.
#[test]
fn every_page_is_whole_and_holds_nothing_that_runs() {
    let pages = every_page();
    assert!(pages.len() > 100);
    if let Some(folder) = std::env::var_os("AZUKARI_PAGES") {
        let folder = Path::new(&folder);
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("style.css"), include_str!("../../static/style.css")).unwrap();
        for (name, html) in &pages {
            let html = html.replace(&super::style_path(), "style.css");
            fs::write(folder.join(format!("{name}.html")), html).unwrap();
        }
    }
    for (name, html) in &pages {
        assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"), "{name}");
        for forbidden in [
            "<script",
            "=\"javascript:",
            "<img",
            " style=\"",
            "<style",
            "onerror=\"",
            "stf-tanaka",
            "web-account",
            "/var/lib",
        ] {
            assert!(!html.contains(forbidden), "{name} holds {forbidden}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{name}: a page has one heading");
        assert_unique_ids(name, html);
        assert_balanced(name, html);
    }
}

fn assert_unique_ids(name: &str, html: &str) {
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{name}: an id is there twice");
}

/// Every element that is opened is closed, in order.
fn assert_balanced(name: &str, html: &str) {
    const VOID: [&str; 6] = ["meta", "link", "br", "hr", "rect", "path"];
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let word =
            tag.trim_start_matches('/').split(|letter: char| letter.is_whitespace() || letter == '/').next().unwrap();
        if tag.starts_with('!') || VOID.contains(&word) {
            continue;
        }
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(word), "{name}: </{word}> closes something else");
        } else {
            open.push(word);
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} stay open");
}

#[test]
fn a_page_says_its_language_and_offers_the_others() {
    let (policy, _) = service("sessa");
    for (lang, other) in [(Lang::Ja, "en"), (Lang::En, "ja")] {
        let html = ExternalPage::new(&policy, lang.into(), reader(lang)).render().unwrap();
        assert!(html.contains(&format!("<html lang=\"{lang}\">")));
        assert!(html.contains(&format!("href=\"?lang={other}\"")));
        assert!(html.contains(&format!("/sessa/policy?lang={lang}")), "links keep the language");
    }
}

#[test]
fn what_is_overdue_is_red_and_names_nobody() {
    let (policy, operation) = service("mobile-planning");
    let page = PromisesPage::new(&policy, operation.as_ref(), &evidence(&policy), Language::EN, reader(Lang::En));
    let html = page.render().unwrap();
    assert!(html.contains("class=\"is-late\""));
    assert!(html.contains("Holdings past their period, not erased yet: 3"));
    assert!(html.contains("Months of records past their period, not destroyed yet: 2"));
    assert!(html.contains("Retention of records last ran"), "and when it ran, and what is next");
    assert!(html.contains("next 2 December 2026"));
    assert!(!html.contains(&PersonId::from_bits(77).to_string()));
}

#[test]
fn the_list_of_transmissions_says_of_every_tag_what_the_law_asks() {
    for name in SERVICES {
        let (policy, _) = service(name);
        let html = ExternalPage::new(&policy, Language::JA, reader(Lang::Ja)).render().unwrap();
        for tag in policy.tags.iter().filter(|tag| !tag.is_operators) {
            assert!(html.contains(&format!("id=\"{}\"", tag.id)), "{name}: {}", tag.id);
            let row = html.split(&format!("id=\"{}\"", tag.id)).nth(1).unwrap().split("</article>").next().unwrap();
            for heading in ["送信される情報", "当社の利用目的", "送信先の利用目的", "停止の方法"]
            {
                assert!(row.contains(heading), "{name}: {} lacks {heading}", tag.id);
            }
        }
    }
}

#[test]
fn the_newest_lists_of_destroyed_records_are_shown_and_the_index_has_the_rest() {
    let reader = reader(Lang::En);
    let html = LedgerPage::new(None, &health(), &lists(), String::new(), reader).render().unwrap();
    assert_eq!(html.matches("/ledger/destroyed/").count(), 24);
    assert!(html.contains("href=\"/ledger/destroyed\""));
    assert!(html.contains(&Hash::new([30; 32]).to_hex()), "the newest is there");
}
