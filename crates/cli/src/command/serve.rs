//! `azukari serve`: the server.

use super::activate::activate;
use crate::{
    args::Serve,
    environment::Context,
    folder,
    keeping::{self, Data},
    printer::Exit,
    said::{Said, sentences::CANNOT_LISTEN},
};
use anyhow::Result;
use azukari_custody::{Door, SystemClock, procedures::activate::By};
use azukari_web::{AppState, Config};
use std::sync::Arc;
use tokio::{net::TcpListener, sync::watch};

/// Serves until it is told to stop. A first version, and later ones that widen nothing, are activated at the start; what widens
/// waits for an officer, and the version in force goes on. A service whose first version cannot be in force starts no server.
pub(crate) fn run(arguments: &Serve, context: Context) -> Result<Exit> {
    keeping::guard_memory(context);
    // What is logged names codes, counts and routes, never a value: at every level.
    tracing_subscriber::fmt().json().with_max_level(arguments.log).with_writer(std::io::stderr).init();
    // Read before anything is made: a folder that cannot be read leaves nothing behind.
    let folders = folder::load_all(&arguments.policies)?;
    let data = Data::new(&arguments.data, arguments.passphrase_file.as_deref());
    data.ensure()?;
    let _lock = data.lock()?;
    super::runtime()?.block_on(async {
        let door = data.door(Arc::new(SystemClock), &arguments.origin).await?;
        for folder in &folders {
            let exit = activate(&door, &folder.sources, By::Serve, context).await;
            // Where a version is in force it goes on; a service without one would refuse everything.
            if exit != Exit::Clean && door.service(&folder.sources.folder).await.is_err() {
                return Ok(exit);
            }
        }
        let listener = TcpListener::bind(arguments.listen)
            .await
            .map_err(|error| Said::new(CANNOT_LISTEN.with([("address", &arguments.listen)])).because(error))?;
        context.printer.talk(&format!("http://{}/", listener.local_addr()?));
        serve(listener, door, Config { run: run_number(), ..Config::default() }).await?;
        Ok(Exit::Clean)
    })
}

/// Tells the request numbers of this run from those of another.
pub(crate) fn run_number() -> u32 {
    u32::try_from(crate::environment::now().micros() / 1_000_000 % i64::from(u32::MAX)).unwrap_or_default()
}

/// Serves a door with its jobs, until a signal asks to stop; then requests under way are finished.
pub(crate) async fn serve(listener: TcpListener, door: Door, config: Config) -> Result<()> {
    let (stop, stopped) = watch::channel(false);
    let jobs = tokio::spawn({
        let door = door.clone();
        async move { door.run_jobs(stopped).await }
    });
    azukari_web::serve(listener, AppState::new(door, config), asked_to_stop()).await?;
    let _ = stop.send(true);
    jobs.await?;
    Ok(())
}

async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
