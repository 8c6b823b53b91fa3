//! A real door over a temporary database, with the policies of the repository.

use azukari_custody::{
    Ask, Caller, Door, Outcome, Parts, Refused, Settings, StoppedClock, Submission, Who, Whom, WriteKey,
    ask::{AcquireAsk, AnswerAsk, AnswerKey, EventAsk, TokenAsk, UseAsk, Value},
    outcome::{Acquired, Used},
    procedures::activate::By,
    verify::{Report, verify},
};
use azukari_model::{ActId, Instant, Name, NoticeId, Period, PersonId, Personal};
use azukari_policy::{
    notice::NoticeOf,
    source::{File, Sources},
};
use azukari_store::{Options, Still, Store};
use azukari_vault::{Keyring, Random, kms::FileKms};
use serde_json::json;
use std::{fs, path::Path, sync::Arc};

/// A morning in Tokyo on which every worked policy counts.
pub(crate) const MORNING: &str = "2027-01-15T00:30:00Z";

pub(crate) struct House {
    pub(crate) door: Door,
    pub(crate) store: Store,
    pub(crate) clock: StoppedClock,
    folder: tempfile::TempDir,
}

impl House {
    /// A house in which these services run.
    pub(crate) async fn with(services: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        FileKms::create(&folder.path().join("key"), None, &mut Random::system()).unwrap();
        let clock = StoppedClock::at(Instant::parse(MORNING).unwrap());
        let (door, store) = open(folder.path(), &clock).await;
        for service in services {
            door.activate(&sources(service), By::Serve).await.unwrap();
        }
        Self { door, store, clock, folder }
    }

    /// A house over what is stored in a folder.
    pub(crate) async fn over(folder: tempfile::TempDir) -> Self {
        let clock = StoppedClock::at(Instant::parse(MORNING).unwrap());
        let (door, store) = open(folder.path(), &clock).await;
        Self { door, store, clock, folder }
    }

    /// Closes the door and opens it again on what is stored.
    pub(crate) async fn again(self) -> Self {
        self.between(|| ()).await
    }

    /// The same, with something done to what is stored meanwhile.
    pub(crate) async fn between(self, meanwhile: impl FnOnce()) -> Self {
        let Self { door, store, clock, folder } = self;
        drop(door);
        store.close();
        meanwhile();
        let (door, store) = open(folder.path(), &clock).await;
        Self { door, store, clock, folder }
    }

    /// Closes the door, and leaves what is stored.
    pub(crate) fn close(self) -> tempfile::TempDir {
        drop(self.door);
        self.store.close();
        self.folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A token's caller: an account of the role's name.
    pub(crate) async fn caller(&self, service: &str, role: &str) -> Caller {
        self.named(service, role, &format!("stf-{role}")).await
    }

    pub(crate) async fn named(&self, service: &str, role: &str, owner: &str) -> Caller {
        let ask = TokenAsk { role: role.into(), owner: owner.into(), expires: None, networks: Vec::new() };
        let token = self.door.create_token(service, ask).await.unwrap();
        self.door.authenticate(service, Some(&token.text), None).await.unwrap()
    }

    pub(crate) async fn perform(&self, caller: &Caller, ask: Ask) -> Result<Outcome, Refused> {
        self.door.perform(caller, ask.into()).await
    }

    pub(crate) async fn notice(&self, service: &str, of: NoticeOf) -> NoticeId {
        self.door.service(service).await.unwrap().notice(&of).unwrap().notice
    }

    pub(crate) async fn acquire(
        &self,
        caller: &Caller,
        whom: Option<PersonId>,
        source: &str,
        items: &[(&str, serde_json::Value)],
    ) -> Result<Acquired, Refused> {
        let notice = self.notice(&caller.service, NoticeOf::Source(name(source))).await;
        let ask = AcquireAsk {
            whom: whom.map(Whom::Id),
            source: source.into(),
            notice: Some(notice),
            items: items.iter().map(|(item, value)| ((*item).into(), given(value))).collect(),
            ..AcquireAsk::default()
        };
        match self.perform(caller, Ask::Acquire(ask)).await? {
            Outcome::Acquired(acquired) => Ok(acquired),
            other => panic!("{other:?}"),
        }
    }

    /// Somebody with an account at sessa.
    pub(crate) async fn sessa_person(&self, email: &str) -> PersonId {
        let web = self.caller("sessa", "web").await;
        self.acquire(&web, None, "signup", &[("email", json!(email))]).await.unwrap().person
    }

    pub(crate) async fn use_(
        &self,
        caller: &Caller,
        person: PersonId,
        purpose: &str,
        items: &[&str],
    ) -> Result<Used, Refused> {
        match self.perform(caller, Ask::Use(use_ask(person, purpose, items))).await? {
            Outcome::Used(used) => Ok(used),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn event(
        &self,
        caller: &Caller,
        person: PersonId,
        event: &str,
        over: bool,
    ) -> Result<Outcome, Refused> {
        let ask = EventAsk {
            whom: Whom::Id(person),
            event: event.into(),
            on: None,
            reference: Some("INV-1".parse().unwrap()),
            member: None,
            over,
        };
        self.perform(caller, Ask::Event(ask)).await
    }

    pub(crate) async fn answer(
        &self,
        caller: &Caller,
        person: PersonId,
        purpose: &str,
        given: bool,
    ) -> Result<Outcome, Refused> {
        let notice = self.notice(&caller.service, NoticeOf::Purpose(name(purpose))).await;
        let ask = AnswerAsk {
            whom: Whom::Id(person),
            to: AnswerKey::Purpose(purpose.into()),
            given,
            notice: Some(notice),
            at: None,
            evidence: None,
        };
        self.perform(caller, Ask::Answer(ask)).await
    }

    /// Every record of a service, opened by nobody but here: how many there are.
    pub(crate) async fn records(&self, service: &str) -> usize {
        let rows = self.store.services().await.unwrap();
        let key = rows.iter().find(|row| *row.name == *service).unwrap().key;
        self.store.records(key, None, 100_000).await.unwrap().len()
    }

    pub(crate) async fn kind_of(&self, act: ActId) -> String {
        self.store.record(act).await.unwrap().unwrap().kind.to_string()
    }
}

async fn open(folder: &Path, clock: &StoppedClock) -> (Door, Store) {
    let store = Store::open(&folder.join("azukari.db"), &Options::default()).unwrap();
    let kms = FileKms::open(&folder.join("key"), None).unwrap();
    let parts = Parts {
        store: store.clone(),
        keyring: Keyring::load(&kms).unwrap(),
        random: Random::system(),
        clock: Arc::new(clock.clone()),
        settings: Settings { origin: "azukari.example/log".to_owned(), backups: Some(Period::days(35)) },
    };
    (Door::open(parts).await.unwrap(), store)
}

/// What a verification finds in a folder, and what it says of a log that fits.
pub(crate) fn verified(folder: &Path, kept: &[String]) -> Report {
    let still = Still::open(&folder.join("azukari.db")).unwrap();
    let kms = FileKms::open(&folder.join("key"), None).unwrap();
    verify(&still, &Keyring::load(&kms).unwrap(), kept, &|_, _| {}).unwrap()
}

/// A service's folder of the repository.
pub(crate) fn sources(service: &str) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let file =
        |path: &str| Some(Arc::new(File { path: path.to_owned(), text: fs::read_to_string(root.join(path)).ok()? }));
    let prose =
        ["ja", "en"].into_iter().filter_map(|tag| Some((tag.parse().unwrap(), file(&format!("{service}/{tag}.md"))?)));
    Sources {
        folder: service.to_owned(),
        policy: file(&format!("{service}/policy.toml")),
        operation: file(&format!("{service}/operation.toml")),
        vendors: file("vendors.toml"),
        prose: prose.collect(),
        left_out: Vec::new(),
    }
}

/// The same folder with words of its policy.toml replaced.
pub(crate) fn changed(service: &str, from: &str, to: &str) -> Sources {
    changed_all(service, &[(from, to)])
}

/// The same, in several places.
pub(crate) fn changed_all(service: &str, changes: &[(&str, &str)]) -> Sources {
    let mut sources = sources(service);
    let file = sources.policy.take().unwrap();
    let text = changes.iter().fold(file.text.clone(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    sources.policy = Some(Arc::new(File { path: file.path.clone(), text }));
    sources
}

pub(crate) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn given(value: &serde_json::Value) -> Option<Value> {
    (!value.is_null()).then(|| Personal::new(value.clone()))
}

/// A customer of mobile-planning, as an application on its site makes one.
pub(crate) async fn customer(house: &House) -> PersonId {
    let site = house.caller("mobile-planning", "site").await;
    let items = [
        ("name", json!("山田 花子")),
        ("address", json!("東京都中央区築地2-3-4")),
        ("telephone", json!("090-1234-5678")),
        ("email", json!("hanako@example.jp")),
        ("birth-date", json!("1990-03-15")),
        ("order", json!({ "plan": "M" })),
    ];
    house.acquire(&site, None, "application", &items).await.unwrap().person
}

pub(crate) fn use_ask(person: PersonId, purpose: &str, items: &[&str]) -> UseAsk {
    UseAsk {
        whom: Whom::Id(person),
        purpose: purpose.into(),
        items: items.iter().map(|item| (*item).into()).collect(),
        partial: false,
        masked: false,
        way_out: false,
    }
}

pub(crate) fn person(service: &str, id: PersonId) -> Caller {
    Caller { service: name(service), who: Who::Person(id) }
}

pub(crate) fn keyed(ask: Ask, key: &str, body: &str) -> Submission {
    Submission {
        key: Some(WriteKey { key: key.to_owned(), body: Personal::new(body.as_bytes().to_vec()) }),
        ..Submission::from(ask)
    }
}

/// The code of a refusal.
pub(crate) fn code<T: std::fmt::Debug>(answer: Result<T, Refused>) -> &'static str {
    answer.unwrap_err().code.word()
}
