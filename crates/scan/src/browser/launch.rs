//! A Chromium that runs: started with a profile of its own, spoken to over a pipe, closed so that its net log is whole.

use super::{
    BrowserError, Options,
    net_log::NetLog,
    pipe::Pipe,
    record::Record,
    value::{list, number, text},
};
use serde_json::json;
use std::{process::Stdio, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, BufReader},
    process::{Child, Command},
    sync::watch,
    time::Instant,
};

/// How wide and high the window is.
pub(super) const SCREEN: (u32, u32) = (1366, 768);
/// Where the visitor is: in Japan, as most visitors of these sites.
pub(super) const LANGUAGE: &str = "ja";
pub(super) const ZONE: &str = "Asia/Tokyo";

/// The pipe of the protocol is at 3 and 4: the shell puts there what it got at 0 and 1.
const INTO_PIPES: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

/// A visitor's browser as it comes, less what it does of its own accord on the network.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-extensions",
    "--disable-client-side-phishing-detection",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--metrics-recording-only",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
    // What tells a page that nobody sits there: consent banners hide from it, and the scan would see another site than people do.
    "--disable-blink-features=AutomationControlled",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication",
];

/// How long it may take to end after it was asked to.
const ENDS_WITHIN: Duration = Duration::from_secs(30);

/// A Chromium that runs.
#[derive(Debug)]
pub(super) struct Browser {
    child: Child,
    pub(super) pipe: Arc<Pipe>,
    pub(super) record: Arc<Record>,
    /// The last line it said.
    said: watch::Receiver<String>,
    folder: TempDir,
    /// A moment on our clock, and the same in milliseconds of the browser's.
    moment: (Instant, f64),
    /// What has to be added to the browser's seconds to get those since 1970.
    epoch: f64,
    pub(super) quiet: Duration,
    pub(super) deadline: Duration,
}

impl Browser {
    /// Starts one.
    pub(super) async fn start(options: &Options) -> Result<Self, BrowserError> {
        let not_started = |error| BrowserError::NotStarted { path: options.chrome.clone(), error };
        let folder = tempfile::tempdir().map_err(not_started)?;
        let mut command = Command::new("sh");
        command.args(["-c", INTO_PIPES]).arg(&options.chrome).args(ARGUMENTS);
        command.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
        command.arg(format!("--log-net-log={}", folder.path().join("net.json").display()));
        command.arg(format!("--lang={LANGUAGE}")).arg("--accept-lang=ja,en-US,en");
        command.arg(format!("--window-size={},{}", SCREEN.0, SCREEN.1));
        if options.is_root {
            command.arg("--no-sandbox");
        }
        if let Some(agent) = agent(options).await? {
            command.arg(format!("--user-agent={agent}"));
        }
        command.args(&options.arguments).arg("about:blank");
        command.env("TZ", ZONE).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.kill_on_drop(true).spawn().map_err(not_started)?;
        let missing = || not_started(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
        let (to, from) = (child.stdin.take().ok_or_else(missing)?, child.stdout.take().ok_or_else(missing)?);
        let said = listen(child.stderr.take().ok_or_else(missing)?);
        let (pipe, record) = (Pipe::new(to), Arc::new(Record::new()));
        tokio::spawn(Arc::clone(&pipe).read(from, Arc::clone(&record)));
        let (quiet, deadline) = (options.quiet, options.deadline);
        let moment = (Instant::now(), 0.0);
        let mut browser = Self { child, pipe, record, said, folder, moment, epoch: 0.0, quiet, deadline };
        match browser.set_up().await {
            Ok(()) => Ok(browser),
            Err(error) => Err(browser.why(error)),
        }
    }

    async fn set_up(&mut self) -> Result<(), BrowserError> {
        self.pipe.ask(None, "Browser.getVersion", json!({})).await?;
        let attach = json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true});
        self.pipe.ask(None, "Target.setAutoAttach", attach).await?;
        self.pipe.ask(None, "Browser.setDownloadBehavior", json!({"behavior": "deny"})).await?;
        let (context, session) = self.open().await?;
        self.pipe.ask(Some(&session), "Performance.enable", json!({})).await?;
        let metrics = self.pipe.ask(Some(&session), "Performance.getMetrics", json!({})).await?;
        let ours = Instant::now();
        let wall = self
            .pipe
            .ask(Some(&session), "Runtime.evaluate", json!({"expression": "Date.now()", "returnByValue": true}))
            .await?;
        let metric = list(&metrics, "/metrics").iter().find(|one| text(one, "/name") == "Timestamp");
        let theirs = metric.map(|one| number(one, "/value")).unwrap_or_default();
        self.moment = (ours, theirs * 1_000.0);
        self.epoch = number(&wall, "/result/value") / 1_000.0 - theirs;
        self.shut(&context).await
    }

    /// The browser's clock now, in milliseconds.
    pub(super) fn now(&self) -> f64 {
        self.moment.1 + self.moment.0.elapsed().as_secs_f64() * 1_000.0
    }

    /// The same in seconds since 1970, for what cookies say.
    pub(super) fn wall(&self) -> f64 {
        self.now() / 1_000.0 + self.epoch
    }

    /// A fresh profile with one empty page: the profile's id and the page's session.
    pub(super) async fn open(&self) -> Result<(String, String), BrowserError> {
        let context = self.pipe.ask(None, "Target.createBrowserContext", json!({"disposeOnDetach": true})).await?;
        let context = text(&context, "/browserContextId").to_owned();
        let page = json!({"url": "about:blank", "browserContextId": context, "width": SCREEN.0, "height": SCREEN.1});
        let page = self.pipe.ask(None, "Target.createTarget", page).await?;
        let session = self.record.session(text(&page, "/targetId"), self.deadline.max(ENDS_WITHIN)).await;
        let silent = || BrowserError::Silent { method: "Target.createTarget".to_owned() };
        let session = session.ok_or_else(silent)?;
        // An answer: everything told to the page before has been done, and goes with it to another process.
        self.pipe.ask(Some(&session), "Runtime.evaluate", json!({"expression": "0"})).await?;
        Ok((context, session))
    }

    /// Throws a profile away.
    pub(super) async fn shut(&self, context: &str) -> Result<(), BrowserError> {
        self.pipe.ask(None, "Target.disposeBrowserContext", json!({"browserContextId": context})).await.map(drop)
    }

    /// What went wrong, with the last the browser said.
    pub(super) fn why(&self, error: BrowserError) -> BrowserError {
        match error {
            BrowserError::Ended { .. } => {
                let said = azukari_policy::letters::shown(self.said.borrow().trim());
                BrowserError::Ended { said: if said.is_empty() { "–".to_owned() } else { said } }
            }
            other => other,
        }
    }

    /// Closes it; its net log is whole only then.
    pub(super) async fn close(mut self) -> Result<NetLog, BrowserError> {
        self.pipe.tell(None, "Browser.close", &json!({}));
        if tokio::time::timeout(ENDS_WITHIN, self.child.wait()).await.is_err() {
            self.child.kill().await.map_err(BrowserError::NoLog)?;
        }
        Ok(NetLog::in_folder(self.folder))
    }
}

/// What an ordinary browser of this version calls itself: without a window Chromium says so in its name, and sites look at that.
async fn agent(options: &Options) -> Result<Option<String>, BrowserError> {
    let version = Command::new(&options.chrome).arg("--version").stdin(Stdio::null()).kill_on_drop(true).output();
    let not_started = |error| BrowserError::NotStarted { path: options.chrome.clone(), error };
    let output = match tokio::time::timeout(ENDS_WITHIN, version).await {
        Ok(output) => output.map_err(not_started)?,
        Err(_) => return Err(not_started(std::io::Error::from(std::io::ErrorKind::TimedOut))),
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let major = text.split_whitespace().find_map(|word| word.split('.').next()?.parse::<u32>().ok());
    let system = if cfg!(target_os = "macos") { "Macintosh; Intel Mac OS X 10_15_7" } else { "X11; Linux x86_64" };
    Ok(major.map(|major| {
        format!("Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36")
    }))
}

/// Keeps the last line of what the browser says.
fn listen(from: impl AsyncRead + Unpin + Send + 'static) -> watch::Receiver<String> {
    let (last, said) = watch::channel(String::new());
    tokio::spawn(async move {
        let mut lines = BufReader::new(from).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let is_worth = !line.trim().is_empty() && !line.contains("dbus");
            if is_worth {
                last.send_replace(line.chars().take(300).collect());
            }
        }
    });
    said
}
