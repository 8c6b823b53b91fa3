//! A site and everybody it sends to, in one server on loopback that notes every request.
//!
//! The site has a consent script with the selectors of ours. Whatever a page sends carries the number of the visit and the choice of
//! the moment in its path, as the page itself knew them: `/7/accepted/image/v3.example`.

use azukari_scan::{
    browser::{self, Options, Plan, Step},
    observed::{Observed, State},
};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// The site's own host: a name under `localhost` may have service workers.
pub(crate) const HOST: &str = "shop.localhost";

/// How something is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum How {
    Script,
    Image,
    /// A frame of the host, which sends on to another from inside.
    Frame,
    Fetch,
    Worker,
    ServiceWorker,
    Socket,
    /// On leaving.
    Beacon,
    /// A node that is added late.
    Late,
    Form,
}

impl How {
    pub(crate) const ALL: &'static [Self] = &[
        Self::Script,
        Self::Image,
        Self::Frame,
        Self::Fetch,
        Self::Worker,
        Self::ServiceWorker,
        Self::Socket,
        Self::Beacon,
        Self::Late,
        Self::Form,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Image => "image",
            Self::Frame => "frame",
            Self::Fetch => "fetch",
            Self::Worker => "worker",
            Self::ServiceWorker => "service-worker",
            Self::Socket => "socket",
            Self::Beacon => "beacon",
            Self::Late => "late",
            Self::Form => "form",
        }
    }
}

/// One piece of another's code on the site.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub host: String,
    pub category: &'static str,
    pub how: How,
    /// Whether it is under the consent script.
    pub obeys: bool,
    /// What it sends besides: a query.
    pub query: &'static str,
}

/// A request as the server noted it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Hit {
    pub visit: usize,
    pub host: String,
    pub choice: String,
    pub path: String,
}

/// A site that runs until the test ends.
pub(crate) struct Site {
    port: u16,
    hits: Arc<Mutex<Vec<Hit>>>,
    visit: Arc<AtomicUsize>,
}

impl Site {
    /// A site with these pieces and this in its page besides.
    pub(crate) fn open(pieces: &[Piece], more: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let site = Self { port, hits: Arc::default(), visit: Arc::default() };
        let (hits, visit) = (Arc::clone(&site.hits), Arc::clone(&site.visit));
        let page = Arc::new(page(pieces, more));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (hits, visit, page) = (Arc::clone(&hits), Arc::clone(&visit), Arc::clone(&page));
                std::thread::spawn(move || serve(&stream, &page, &hits, &visit));
            }
        });
        site
    }

    /// Scans its first page; pages are found by this site's own server, whatever their host.
    pub(crate) fn scan(&self, states: &[State]) -> Observed {
        self.scan_pages(&[format!("http://{HOST}/")], states, Duration::from_secs(20))
    }

    pub(crate) fn scan_pages(&self, pages: &[String], states: &[State], deadline: Duration) -> Observed {
        let plan = Plan { pages: pages.to_vec(), states: states.to_vec(), wants_notice: true, ways_out: Vec::new() };
        self.scan_plan(&plan, deadline)
    }

    pub(crate) fn scan_plan(&self, plan: &Plan, deadline: Duration) -> Observed {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let tell = |step: Step<'_>| {
            if let Step::Visit { number, .. } = step {
                self.visit.store(number - 1, Ordering::SeqCst);
            }
        };
        runtime.block_on(browser::scan(&self.options(deadline), plan, &tell)).unwrap_or_else(|error| panic!("{error}"))
    }

    fn options(&self, deadline: Duration) -> Options {
        Options {
            chrome: chrome(),
            arguments: vec![format!("--host-resolver-rules=MAP * 127.0.0.1:{}", self.port)],
            is_root: rustix::process::geteuid().is_root(),
            quiet: Duration::from_millis(400),
            deadline,
        }
    }

    /// What third parties got from pages, in order. The browser asks its maker for the time and for updates, numbered by nobody.
    pub(crate) fn hits(&self) -> Vec<Hit> {
        let mut hits = self.hits.lock().unwrap().clone();
        hits.retain(|hit| hit.visit != usize::MAX || !hit.host.contains(".google"));
        hits.sort();
        hits
    }
}

/// Chromium, which these tests are about.
pub(crate) fn chrome() -> PathBuf {
    let path = std::env::var_os("PATH");
    browser::find(None, path.as_deref()).expect("these tests drive a Chromium: scripts/install-tools installs Debian's")
}

fn serve(stream: &TcpStream, page: &str, hits: &Mutex<Vec<Hit>>, visit: &AtomicUsize) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first).ok()? == 0 {
            return None;
        }
        let (mut host, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "host" => value.trim().clone_into(&mut host),
                "content-length" => length = value.trim().parse().unwrap_or(0),
                _ => {}
            }
        }
        reader.read_exact(&mut vec![0; length]).ok()?;
        let path = first.split_whitespace().nth(1).unwrap_or_default().to_owned();
        if host != HOST {
            let bare = path.split('?').next().unwrap_or_default();
            let mut parts = bare.split('/').skip(1);
            let number = parts.next().and_then(|number| number.parse().ok()).unwrap_or(usize::MAX);
            let choice = parts.next().unwrap_or_default().to_owned();
            hits.lock().unwrap().push(Hit { visit: number, host: host.clone(), choice, path: bare.to_owned() });
        }
        let (status, kind, body) = answer(&host, &path, page, visit.load(Ordering::SeqCst));
        let status = status?;
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\ncache-control: no-store\r\n\
             access-control-allow-origin: *\r\nservice-worker-allowed: /\r\n\r\n",
            body.len()
        );
        let mut out = stream;
        out.write_all(head.as_bytes()).and_then(|()| out.write_all(body.as_bytes())).ok()?;
    }
}

/// The answer to a request; without a status the connection is closed instead, or never answered.
fn answer(host: &str, path: &str, page: &str, visit: usize) -> (Option<&'static str>, &'static str, String) {
    let bare = path.split('?').next().unwrap_or_default();
    let script = "text/javascript";
    match (host, bare) {
        (HOST, "/worker.js") => (Some("200 OK"), script, "onmessage=e=>fetch(e.data,{mode:'no-cors'})".to_owned()),
        (HOST, "/sw.js") => {
            (Some("200 OK"), script, "onmessage=e=>e.waitUntil(fetch(e.data,{mode:'no-cors'}))".to_owned())
        }
        (HOST, "/favicon.ico" | "/missing") => (Some("404 Not Found"), "text/plain", String::new()),
        (HOST, "/hang") => {
            std::thread::park();
            (None, "", String::new())
        }
        (HOST, _) => (Some("200 OK"), "text/html; charset=utf-8", page.replace("VISIT", &visit.to_string())),
        (_, bare) if bare.contains("/frame/") => {
            let inner = bare.replace("/frame/", "/inside/");
            let body = format!("<script>fetch('http://inside-{host}{inner}',{{mode:'no-cors'}})</script>");
            (Some("200 OK"), "text/html", body)
        }
        (_, bare) if bare.contains("/script/") => {
            let name = host.split('.').next().unwrap_or_default();
            (Some("200 OK"), script, format!("document.cookie='{name}=abcdefgh12345;max-age=864000;path=/'"))
        }
        (_, bare) if bare.contains("/socket/") => (Some("400 Bad Request"), "text/plain", String::new()),
        _ => (Some("200 OK"), "image/gif", String::new()),
    }
}

/// The page: a consent script as small as it can be, with the selectors of ours, and the pieces.
fn page(pieces: &[Piece], more: &str) -> String {
    let pieces: Vec<serde_json::Value> = pieces
        .iter()
        .map(|piece| {
            serde_json::json!({"host": piece.host, "category": piece.category, "how": piece.how.word(),
                "obeys": piece.obeys, "query": piece.query})
        })
        .collect();
    let pieces = serde_json::Value::from(pieces);
    format!(
        "<!doctype html><html lang=ja><meta charset=utf-8><body><p>A shop.</p>{more}<script>const NUMBER='VISIT',PIECES={pieces};</script><script>{}</script></body></html>",
        include_str!("site.js")
    )
}
