//! Messages to those who hold copies: sealed under keys of their own, each readable in its own row alone, and for a week.

use crate::support::*;
use azukari_custody::{
    Ask, Outcome, Whom,
    ask::{EraseAsk, ListAsk},
    register::{Entry, EntryKind, Told},
};
use azukari_model::{ActId, Instant, PersonId};
use azukari_store::{Message, Messages};
use azukari_vault::{Context, Keyring, MessageTo, kms::FileKms};
use serde_json::{Value, json};

const S: &str = "mobile-planning";

async fn erased(house: &House) -> (PersonId, ActId) {
    let person = customer(house).await;
    let desk = house.caller(S, "request-desk").await;
    let ask = EraseAsk { whom: Whom::Id(person), all: true, ..EraseAsk::default() };
    let Outcome::Erased(erased) = house.perform(&desk, Ask::Erase(ask)).await.unwrap() else { panic!() };
    (person, erased.act)
}

async fn messages(house: &House, act: ActId) -> Vec<Message> {
    let services = house.store.services().await.unwrap();
    house.store.messages(services[0].key, Messages::Of(act), 9).await.unwrap()
}

/// What a message says, read as who delivers it would.
fn open(house: &House, message: &Message) -> Option<Value> {
    let ring = Keyring::load(&FileKms::open(&house.path().join("key"), None).unwrap()).unwrap();
    let (act, to) = (message.act.bits(), MessageTo::System(message.party));
    let (key, body) = message.body.as_ref()?;
    let key = ring.wrapping().unwrap(&Context::message_key(S, act, to), key.wrapped.bytes()).ok()?;
    let clear = azukari_vault::open(&key, &Context::message(S, act, to), body.bytes()).ok()?;
    serde_json::from_slice(clear.bytes()).ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_read_in_its_own_row_and_in_no_other() {
    let house = House::with(&[S]).await;
    let (person, act) = erased(&house).await;
    for message in messages(&house, act).await {
        let said = open(&house, &message).unwrap();
        assert_eq!((&said["kind"], &said["person"]), (&json!("erase"), &json!(person)));
    }
    let swap = "CREATE TEMP TABLE kept AS SELECT * FROM message;
        UPDATE message SET (key_id, key, body) = (SELECT other.key_id, other.key, other.body FROM kept other WHERE other.row = 3 - message.row)
        WHERE row IN (1, 2); DROP TABLE kept";
    rusqlite::Connection::open(house.path().join("azukari.db")).unwrap().execute_batch(swap).unwrap();
    let opened: Vec<bool> = messages(&house, act).await.iter().map(|one| open(&house, one).is_some()).collect();
    assert_eq!(opened, [false, false, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_seven_days_nothing_opens_and_the_row_still_says_to_whom_and_when() {
    let house = House::with(&[S]).await;
    let (_, act) = erased(&house).await;
    house.clock.set(Instant::parse("2027-01-22T00:29:59Z").unwrap());
    house.door.turn_jobs().await.unwrap();
    assert!(messages(&house, act).await.iter().all(|one| open(&house, one).is_some()));
    house.clock.set(Instant::parse("2027-01-22T00:30:01Z").unwrap());
    house.door.turn_jobs().await.unwrap();
    let left = messages(&house, act).await;
    assert_eq!(left.len(), 3);
    for message in left {
        assert!(message.body.is_none() && message.told.is_none());
        assert_eq!((&*message.to, message.at), ("system", Instant::parse(MORNING).unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_confirms_was_told_and_its_message_is_gone_at_once() {
    let house = House::with(&[S]).await;
    let (_, act) = erased(&house).await;
    let desk = house.caller(S, "request-desk").await;
    let done = |by| Ask::Enter(Entry::Done { by, act });
    let site = house.caller(S, "site").await;
    for by in [Told::System("help-desk".into()), Told::Recipient("benefit-japan".into())] {
        let answer = house.perform(&site, done(by)).await;
        assert_eq!(code(answer), "caller-lacks-handling", "told or not, it is not for them to know");
    }
    house.perform(&desk, done(Told::System("help-desk".into()))).await.unwrap();
    assert_eq!(code(house.perform(&desk, done(Told::Recipient("benefit-japan".into()))).await), "not-found");
    assert_eq!(code(house.perform(&desk, done(Told::Recipient("nobody".into()))).await), "field-malformed");
    let told: Vec<_> = messages(&house, act).await.into_iter().filter(|one| one.told.is_some()).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].confirmed.is_some() && told[0].body.is_none());
    let Outcome::Listed(waiting) = house.perform(&desk, Ask::List(ListAsk { kind: EntryKind::Systems })).await.unwrap()
    else {
        panic!()
    };
    assert_eq!(waiting.len(), 2);
    assert!(waiting.iter().all(|one| one.entry["readable"] == true));
}
