//! Several at once: the outcome is one that some order of them would have had.

use super::{
    rows::{S, World, inquiry},
    tables::count,
};
use crate::{
    served::Served,
    support::{Answer, Call, Draft, House, Line},
};
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::Instant,
};

fn done(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| matches!(answer.status, 200 | 201)).count()
}

#[tokio::test]
async fn one_reference_is_one_person() {
    let world = World::open().await;
    let notice = world.house.notice(S, "inquiry").await;
    let before = count(&world.house.data(), "person");
    let body = json!({"source": "inquiry", "notice": notice, "items": inquiry(50), "refs": {"help-desk": "h-50"}});
    let calls = (0..8).map(|_| world.house.call(S, "site", "people", body.clone())).collect();
    let answers = world.house.at_once(calls).await;
    assert_eq!(done(&answers), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!((answer.status, answer.code()), (409, "already-held"), "{}", answer.text);
    }
    assert_eq!(count(&world.house.data(), "person"), before + 1);
}

#[tokio::test]
async fn writers_on_one_person_are_all_heard_one_after_another() {
    let world = World::open().await;
    let house = &world.house;
    let by = json!({"right": "correction", "identity": "login"});
    let name = |number: u32| json!({"items": {"name": format!("佐藤 {number}子")}, "by": by});
    let path = format!("people/{}/correct", world.her);
    let calls = (0..12).map(|number| house.call(S, "request-desk", &path, name(number))).collect();
    let answers = house.at_once(calls).await;
    assert_eq!(done(&answers), 12, "{answers:?}");
    let opened = house.opens((S, "support-desk"), &world.her, "inquiries", &["name"]).await.done();
    let kept = opened.body["items"]["name"].as_str().expect("a name").to_owned();
    assert!((0..12).any(|number| kept == format!("佐藤 {number}子")), "{kept}");
}

/// How many uses were answered, and whether to go on.
#[derive(Default)]
struct Shared {
    answered: AtomicUsize,
    is_over: AtomicBool,
}

/// Uses one after another over a connection of its own, until it is over: when each was sent, and what was answered.
async fn keeps_using(url: String, call: Call, shared: Arc<Shared>) -> Vec<(Instant, u16, String)> {
    let line = Line::to(&url);
    let mut all = Vec::new();
    while !shared.is_over.load(SeqCst) {
        let sent = Instant::now();
        let answer = line.send(&call).await;
        all.push((sent, answer.status, answer.code().to_owned()));
        shared.answered.fetch_add(1, SeqCst);
    }
    all
}

/// Uses from four sides while something ends them: of each whether it was sent after the end was acknowledged, and what was
/// answered.
async fn used_around(house: &House, call: Call, ends: impl AsyncFnOnce()) -> Vec<(bool, u16, String)> {
    let shared = Arc::new(Shared::default());
    let users: Vec<_> =
        (0..4).map(|_| tokio::spawn(keeps_using(house.url().to_owned(), call.clone(), shared.clone()))).collect();
    let some_more = async || {
        let enough = shared.answered.load(SeqCst) + 24;
        while shared.answered.load(SeqCst) < enough {
            tokio::task::yield_now().await;
        }
    };
    some_more().await;
    ends().await;
    let acknowledged = Instant::now();
    some_more().await;
    shared.is_over.store(true, SeqCst);
    let mut all = Vec::new();
    for user in users {
        let uses = user.await.expect("it ends");
        all.extend(uses.into_iter().map(|(sent, status, code)| (sent > acknowledged, status, code)));
    }
    all
}

/// Some were permitted before the end was acknowledged, none after it, and those are told why.
fn assert_ended(uses: &[(bool, u16, String)], code: &str) {
    let after: Vec<_> = uses.iter().filter(|(is_after, ..)| *is_after).collect();
    assert!(uses.iter().any(|(is_after, status, _)| !is_after && *status == 200), "none was permitted before");
    assert!(!after.is_empty(), "none came after it");
    assert!(after.iter().all(|(_, _, told)| told == code), "{after:?}");
}

#[tokio::test]
async fn no_use_is_acknowledged_after_an_acknowledged_cease() {
    let world = World::open().await;
    let house = &world.house;
    let path = format!("people/{}", world.her);
    let by = json!({"right": "cease-use", "identity": "login", "request": world.request});
    for _ in 0..3 {
        let mut call =
            house.call(S, "support-desk", &format!("{path}/use"), json!({"purpose": "inquiries", "items": ["email"]}));
        call.key.clear();
        let uses = used_around(house, call, async || {
            house.post(S, "request-desk", &format!("{path}/cease"), json!({"all": true, "by": by})).await.done();
        })
        .await;
        assert_ended(&uses, "policy-use-ceased");
        house.post(S, "request-desk", &format!("{path}/resume"), json!({"all": true, "by": by})).await.done();
    }
}

#[tokio::test]
async fn no_use_is_acknowledged_after_a_token_was_revoked() {
    let served = Served::open(S, &["site", "support-desk"]);
    let house = &served.house;
    let her = house.person(S, "site", "inquiry", inquiry(0)).await;
    let made = ["token", "create", "--service", S, "--role", "support-desk", "--owner", "leaver"];
    let (is_made, token, said) = served.command(&made);
    assert!(is_made, "{said}");
    let id =
        said.lines().find_map(|line| line.strip_prefix("id ")).unwrap_or_else(|| panic!("no id: {said}")).to_owned();
    let body = json!({"purpose": "inquiries", "items": ["email"]});
    let mut call = house.call(S, "support-desk", &format!("people/{her}/use"), body);
    (call.token, call.key) = (token, String::new());
    let uses = used_around(house, call, async || {
        let (is_done, _, said) = served.command(&["token", "revoke", &id, "--service", S]);
        assert!(is_done, "{said}");
    })
    .await;
    assert_ended(&uses, "token-invalid");
    house.opens((S, "support-desk"), &her, "inquiries", &["email"]).await.done();
    let (is_done, _, said) = served.command(&["token", "revoke", "tok_0123456789abcdefghjkmnpqrs", "--service", S]);
    assert!(!is_done && said.contains("no such token"), "{said}");
}

#[tokio::test]
async fn nothing_is_left_of_somebody_erased_while_others_write() {
    let world = World::open().await;
    let house = &world.house;
    let by = |right: &str| json!({"right": right, "identity": "login"});
    for number in 60..66 {
        let him = house.person(S, "site", "inquiry", inquiry(number)).await;
        let path = |rest: &str| format!("people/{him}/{rest}");
        let name = json!({"items": {"name": "田中 次郎"}, "by": by("correction")});
        let mut calls: Vec<Call> =
            (0..4).map(|_| house.call(S, "request-desk", &path("correct"), name.clone())).collect();
        calls.push(house.call(S, "request-desk", &path("erase"), json!({"all": true, "by": by("deletion")})));
        calls.push(house.call(S, "site", &path("events"), json!({"event": "line-inquiry", "reference": "T-1"})));
        let answers = house.at_once(calls).await;
        assert!(matches!(answers[4].status, 200), "{}", answers[4].text);
        for answer in &answers {
            assert!(matches!((answer.status, answer.code()), (200 | 201, "") | (404, "not-found")), "{}", answer.text);
        }
        let gone = house.opens((S, "support-desk"), &him, "inquiries", &["name"]).await;
        assert_eq!((gone.status, gone.code()), (404, "not-found"));
    }
    // A holding's row is its person's, times 2^20, and its slot.
    let left = "holding JOIN person ON person.row = holding.row / 1048576 WHERE person.erased IS NOT NULL";
    assert_eq!(count(&house.data(), left), 0);
}

#[tokio::test]
async fn a_limit_is_reached_by_exactly_as_many_as_it_allows() {
    let draft = Draft::of(S);
    let from = "consent = true }\nbilling-desk";
    draft.change("operation.toml", from, "consent = true, limit = { people-per-day = 7 } }\nbilling-desk");
    let house = House::open_with(draft.path()).await;
    let mut people = Vec::new();
    for number in 0..20 {
        people.push(house.person(S, "site", "inquiry", inquiry(number)).await);
    }
    let body = json!({"purpose": "inquiries", "items": ["email"]});
    let call = |her: &String| house.call(S, "support-desk", &format!("people/{her}/use"), body.clone());
    let answers = house.at_once(people.iter().map(call).collect()).await;
    assert_eq!(done(&answers), 7, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((answer.status, answer.code()), (429, "caller-limit-reached"), "{}", answer.text);
    }
    // Those seven again, as often as one likes.
    let again: Vec<Call> =
        people.iter().zip(&answers).filter(|(_, one)| one.status == 200).map(|(her, _)| call(her)).collect();
    assert_eq!(done(&house.at_once(again).await), 7);
}

#[tokio::test]
async fn an_approval_and_an_answer_are_used_once() {
    let world = World::open().await;
    let house = &world.house;
    let rows = world.rows().await;
    let provide = rows.iter().find(|row| row.route == "people/{person}/provide").expect("the row");
    let body = world.approve(provide).await;
    let path = format!("people/{}/provide", world.her);
    let before = count(&house.data(), "provision");
    let calls = (0..6).map(|_| house.call(S, "legal-desk", &path, body.clone())).collect();
    let answers = house.at_once(calls).await;
    assert_eq!(done(&answers), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((answer.status, answer.code()), (403, "policy-approval-missing"), "{}", answer.text);
    }
    assert_eq!(count(&house.data(), "provision"), before + 1);
    let body = json!({"request": world.request, "items": ["name"]});
    let calls = (0..6).map(|_| house.call(S, "request-desk", "requests/answered", body.clone())).collect();
    let answers = house.at_once(calls).await;
    assert_eq!(done(&answers), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!((answer.status, answer.code()), (409, "conflict"), "{}", answer.text);
    }
}
