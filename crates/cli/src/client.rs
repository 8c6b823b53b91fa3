//! The HTTP client of the program itself: the demo's story, `watch`, tests. One connection at a time, kept alive.

use anyhow::{Context, Result};
use azukari_model::Sentence;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Method, Request, StatusCode, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::Mutex,
};

/// The largest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 64 << 20;

const NO_ADDRESS: Sentence = Sentence::new(
    "`{url}` はアドレスではありません。`https://host:port` のように書いてください",
    "`{url}` is no address: write `https://host:port`",
);
const UNREACHED: Sentence = Sentence::new("`{host}` に届きません", "cannot reach `{host}`");
const NO_ANSWER: Sentence = Sentence::new("`{host}` が応答しません", "`{host}` does not answer");
const BROKE_OFF: Sentence = Sentence::new("応答が途中で切れました：{why}", "the answer broke off: {why}");
const NO_CERTIFICATE: Sentence =
    Sentence::new("`{host}` の証明書を信頼できません", "`{host}` shows no certificate to trust");

/// A server to talk to.
#[derive(Debug)]
pub(super) struct Client {
    host: String,
    port: u16,
    tls: bool,
    prefix: String,
    sender: Mutex<Option<http1::SendRequest<Full<Bytes>>>>,
}

/// What a server answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: StatusCode,
    pub body: Bytes,
}

impl Answer {
    /// The body as text; what is not UTF-8 is replaced.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null if it is none.
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What to ask.
#[derive(Clone, Debug)]
pub(super) struct Ask<'a> {
    pub method: Method,
    pub path: &'a str,
    pub token: Option<&'a str>,
    pub headers: &'a [(&'a str, &'a str)],
    pub body: Option<Bytes>,
}

impl<'a> Ask<'a> {
    /// A question without a body.
    pub(super) const fn get(path: &'a str) -> Self {
        Self { method: Method::GET, path, token: None, headers: &[], body: None }
    }
}

impl Client {
    /// A client for an address such as `http://127.0.0.1:8080` or `https://ledger.example/base`.
    pub(super) fn new(url: &str) -> Result<Self> {
        let (tls, rest) = match (url.strip_prefix("http://"), url.strip_prefix("https://")) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => return Err(NO_ADDRESS.with([("url", &url)]).into()),
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let authority: hyper::http::uri::Authority = authority.parse().map_err(|_| NO_ADDRESS.with([("url", &url)]))?;
        let port = authority.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let prefix = path.trim_end_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        Ok(Self { host: authority.host().to_owned(), port, tls, prefix, sender: Mutex::new(None) })
    }

    /// Asks, and reads the whole answer. A connection that went away is opened again, once.
    pub(super) async fn send(&self, ask: &Ask<'_>) -> Result<Answer> {
        let mut held = self.sender.lock().await;
        let mut sender = match held.take() {
            Some(sender) if sender.is_ready() => sender,
            _ => self.connect().await?,
        };
        let response =
            sender.send_request(self.request(ask)?).await.with_context(|| NO_ANSWER.with([("host", &self.host)]))?;
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, ANSWER_BYTES_MAX)
            .collect()
            .await
            .map_err(|error| BROKE_OFF.with([("why", &error)]))?
            .to_bytes();
        if sender.ready().await.is_ok() {
            *held = Some(sender);
        }
        Ok(Answer { status: parts.status, body })
    }

    /// Asks without a token.
    pub(super) async fn get(&self, path: &str) -> Result<Answer> {
        self.send(&Ask::get(path)).await
    }

    fn request(&self, ask: &Ask<'_>) -> Result<Request<Full<Bytes>>> {
        let mut request = Request::builder()
            .method(ask.method.clone())
            .uri(format!("{}{}", self.prefix, ask.path))
            .header(header::HOST, format!("{}:{}", self.host, self.port));
        if let Some(token) = ask.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in ask.headers {
            request = request.header(*name, *value);
        }
        Ok(request.body(Full::new(ask.body.clone().unwrap_or_default()))?)
    }

    async fn connect(&self) -> Result<http1::SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect((self.host.trim_matches(['[', ']']), self.port))
            .await
            .with_context(|| UNREACHED.with([("host", &format!("{}:{}", self.host, self.port))]))?;
        stream.set_nodelay(true)?;
        if !self.tls {
            return shake_hands(stream).await;
        }
        let name = rustls::pki_types::ServerName::try_from(self.host.clone())
            .with_context(|| NO_CERTIFICATE.with([("host", &self.host)]))?;
        let stream = tokio_rustls::TlsConnector::from(trusting_the_web()?)
            .connect(name, stream)
            .await
            .with_context(|| NO_CERTIFICATE.with([("host", &self.host)]))?;
        shake_hands(stream).await
    }
}

async fn shake_hands<S>(stream: S) -> Result<http1::SendRequest<Full<Bytes>>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // The connection ends by itself when the sender goes; its error is the sender's.
    tokio::spawn(async move {
        let _ = connection.await;
    });
    Ok(sender)
}

fn trusting_the_web() -> Result<Arc<rustls::ClientConfig>> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let client = Client::new("https://ledger.example/base/").unwrap();
        assert_eq!((client.host.as_str(), client.port, client.prefix.as_str()), ("ledger.example", 443, "/base"));
        assert!(Client::new("ftp://x").is_err());
        assert!(Client::new("http://").is_err());
    }
}
