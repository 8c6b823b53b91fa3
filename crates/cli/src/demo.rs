//! `azukari demo`: the whole thing on temporary data, with a story told while it starts.

mod attested;
mod fill;
pub(crate) mod people;
mod story;

use crate::{
    args::Demo,
    command::{activate, serve},
    environment::{self, Context},
    folder,
    keeping::{self, Data, ORIGIN},
    printer::Exit,
    said::{
        self, Said,
        sentences::{CANNOT_LISTEN, DEMO_REFUSED, NO_POLICIES_HERE, NO_TIME, NOTHING_ACTIVATED},
        shown,
    },
};
use anyhow::Result;
use azukari_custody::{
    Caller, Clock, Door, MovedClock, Refused, SystemClock, Who, ask::TokenAsk, procedures::activate::By,
};
use azukari_model::{Instant, Period};
use azukari_policy::source::Sources;
use azukari_web::{Config, Rate};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};
use tokio::net::TcpListener;

/// The officer in whose name the demo activates.
const OFFICER: &str = "officer";

/// One token for each service and role.
pub(crate) type Tokens = BTreeMap<String, BTreeMap<String, String>>;

/// A demo that is up.
#[derive(Clone)]
pub(crate) struct Stage {
    pub url: String,
    pub policies: PathBuf,
    pub data: Data,
    pub door: Door,
    pub tokens: Tokens,
    /// The clock that `POST /demo/clock` moves.
    pub clock: MovedClock<SystemClock>,
}

/// Runs until it is stopped, or with `--once` until the story is told.
pub(crate) fn run(arguments: &Demo, context: Context) -> Result<Exit> {
    keeping::guard_memory(context);
    let policies = policies(arguments)?;
    let clock = MovedClock::new(SystemClock);
    if let Some(text) = &arguments.now {
        let Some(now) = Instant::parse(text) else {
            return Err(Said::new(NO_TIME.with([("text", text)])).into());
        };
        clock.set(now);
    }
    let folder = tempfile::tempdir()?;
    let data = Data::new(&folder.path().join("data"), None);
    data.ensure()?;
    command_runtime()?.block_on(async {
        let door = data.door(Arc::new(clock.clone()), ORIGIN).await?;
        let mut services = Vec::new();
        for folder in folder::load_all(&policies)? {
            if activate(&door, &folder.sources, context).await? {
                services.push(folder.sources);
            }
        }
        if services.is_empty() {
            return Err(Said::new(NOTHING_ACTIVATED.with([("path", &shown(&policies))])).into());
        }
        wait_until_in_force(&door, &clock, &services).await?;
        let tokens = make_tokens(&door, &services).await?;
        let listener = TcpListener::bind(arguments.listen)
            .await
            .map_err(|error| Said::new(CANNOT_LISTEN.with([("address", &arguments.listen)])).because(error))?;
        let url = format!("http://{}", listener.local_addr()?);
        let stage = Stage { url, policies, data: data.clone(), door: door.clone(), tokens, clock: clock.clone() };
        let rate = Rate { per_second: 20_000, burst: 40_000 };
        let config = Config {
            run: serve::run_number(),
            demo_clock: Some(clock),
            per_token: rate,
            per_address: rate,
            patience: Duration::from_mins(1),
            ..Config::default()
        };
        let _reading = tokio::spawn(read_again(stage.clone(), context));
        let server = tokio::spawn(serve::serve(listener, door, config));
        if arguments.json {
            context.printer.data(&serde_json::json!({"url": stage.url, "tokens": stage.tokens}).to_string());
        } else {
            if arguments.policies.is_none() {
                attested::attest(&stage).await?;
                let filled = fill::fill(&stage, arguments.people.max(1)).await?;
                story::tell(&stage, &filled, context).await?;
            } else {
                show_own(&stage, context);
            }
            if arguments.once {
                return Ok(Exit::Clean);
            }
        }
        server.await??;
        Ok(Exit::Clean)
    })
}

fn command_runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// The policies shown: one's own, else the five, which stand in the repository this program was built from.
fn policies(arguments: &Demo) -> Result<PathBuf> {
    if let Some(own) = &arguments.policies {
        return Ok(own.clone());
    }
    let here = PathBuf::from("policies");
    let built = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies"));
    let found = [here, built].into_iter().find(|folder| folder.join("vendors.toml").is_file());
    Ok(found.ok_or_else(|| Said::new(NO_POLICIES_HERE))?)
}

/// Activates in the officer's name; a policy that cannot run is told, and the others go on.
async fn activate(door: &Door, sources: &Sources, context: Context) -> Result<bool> {
    let quiet = door.activate(sources, By::Officer(OFFICER.into())).await;
    if quiet.is_ok() {
        return Ok(true);
    }
    activate::activate(door, sources, By::Officer(OFFICER.into()), context).await;
    Ok(false)
}

/// Reads the policies again whenever it is told to (SIGHUP), and activates what changed in the officer's name: the demo's data
/// and its clock are its own, so that `azukari activate` cannot reach them.
async fn read_again(stage: Stage, context: Context) -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut told = signal(SignalKind::hangup())?;
    while told.recv().await.is_some() {
        match folder::load_all(&stage.policies) {
            Ok(folders) => {
                for folder in folders {
                    activate::activate(&stage.door, &folder.sources, By::Officer(OFFICER.into()), context).await;
                }
            }
            Err(error) => context.printer.talk(&said::told(&error, context.lang)),
        }
    }
    Ok(())
}

/// A policy may count from a day to come: then the demo's clock goes to the morning of that day.
async fn wait_until_in_force(door: &Door, clock: &MovedClock<SystemClock>, services: &[Sources]) -> Result<()> {
    const MORNING: i64 = 9 * 3600 * 1_000_000;
    for sources in services {
        let service = door.service(&sources.folder).await.map_err(refused(&sources.folder))?;
        let effective = service.running.as_ref().and_then(|running| running.register.effective);
        if let Some(effective) = effective.filter(|effective| *effective > clock.now()) {
            clock.set(effective.plus_micros(MORNING));
        }
    }
    Ok(())
}

async fn make_tokens(door: &Door, services: &[Sources]) -> Result<Tokens> {
    let mut tokens = Tokens::new();
    for sources in services {
        let service = door.service(&sources.folder).await.map_err(refused(&sources.folder))?;
        let Some(operation) = service.running.as_ref().and_then(|running| running.operation.as_ref()) else { continue };
        for role in &operation.roles {
            let ask = TokenAsk {
                role: role.id.as_str().into(),
                owner: account(&role.id).into(),
                expires: Some(Period::days(366)),
                networks: Vec::new(),
            };
            let token = door.create_token(&sources.folder, ask).await?;
            tokens.entry(sources.folder.clone()).or_default().insert(role.id.to_string(), token.text);
        }
    }
    Ok(tokens)
}

/// One's own policies: where they are shown, and a token for each role.
fn show_own(stage: &Stage, context: Context) {
    for (service, roles) in &stage.tokens {
        context.printer.data(&format!("{}/{service}/policy", stage.url));
        for (role, token) in roles {
            context.printer.data(&format!("  {role}: {token}"));
        }
    }
}

/// An act of the demo itself that was refused: its policies or its story are at fault.
pub(crate) fn refused(what: &str) -> impl FnOnce(Refused) -> Said {
    move |refused| Said::new(DEMO_REFUSED.with([("what", &what), ("code", &refused.code)]))
}

/// The account behind the token of a role.
pub(crate) fn account(role: &str) -> String {
    format!("{role}-account")
}

impl Stage {
    /// A caller in a role, as its token would be.
    pub(crate) fn caller(service: &str, role: &str) -> Result<Caller> {
        let who = Who::Staff { account: account(role).into(), role: role.parse()?, token: None };
        Ok(Caller { service: service.parse()?, who })
    }

    /// The token of a role.
    pub(crate) fn token(&self, service: &str, role: &str) -> Option<&str> {
        self.tokens.get(service)?.get(role).map(String::as_str)
    }

    /// Now, by the demo's clock.
    pub(crate) fn now(&self) -> Instant {
        let _ = environment::now;
        self.clock.now()
    }
}
