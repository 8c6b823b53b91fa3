//! A client that knows exactly what was answered and what was not: one blocking connection, no retries.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// How long an answer may take before it counts as none.
const PATIENCE: Duration = Duration::from_secs(30);

/// The power of the machine the server stands on. Once it is out no answer counts: a program that has no power says nothing,
/// but here it runs on for a moment, over a disk that is gone and a kernel that still answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Power(Arc<AtomicBool>);

impl Power {
    pub(crate) fn goes_out(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    fn is_out(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// A connection, opened when it is needed.
#[derive(Debug)]
pub(crate) struct Wire {
    address: String,
    power: Power,
    stream: Option<BufReader<TcpStream>>,
}

/// What came back, whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// A field of text, empty if there is none.
    pub(crate) fn field(&self, name: &str) -> String {
        self.json().get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

impl Wire {
    pub(crate) fn new(address: &str) -> Self {
        Self::under(address, Power::default())
    }

    /// To a machine whose power may go out.
    pub(crate) fn under(address: &str, power: Power) -> Self {
        Self { address: address.to_owned(), power, stream: None }
    }

    /// Another connection to the same.
    pub(crate) fn anew(&self) -> Self {
        Self::under(&self.address, self.power.clone())
    }

    /// Asks; an error means that nobody knows whether it was done.
    pub(crate) fn send(&mut self, method: &str, path: &str, token: &str, key: &str, body: &str) -> Result<Answer> {
        let mut reader = match self.stream.take() {
            Some(reader) => reader,
            None => self.open()?,
        };
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\naccept-language: en\r\n", self.address);
        if !token.is_empty() {
            head += &format!("authorization: Bearer {token}\r\n");
        }
        if !key.is_empty() {
            head += &format!("idempotency-key: {key}\r\n");
        }
        head += &format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        reader.get_mut().write_all(head.as_bytes())?;
        let answer = read(&mut reader)?;
        if self.power.is_out() {
            bail!("the power is out");
        }
        self.stream = Some(reader);
        Ok(answer)
    }

    fn open(&self) -> Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(BufReader::new(stream))
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Result<Answer> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).context("the connection broke")?.parse()?;
    let mut length = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() && line.ends_with('\n') {
                break;
            }
            bail!("the head broke off");
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse::<usize>()?);
        }
    }
    let mut body = vec![0; length.context("no length")?];
    reader.read_exact(&mut body)?;
    Ok(Answer { status, text: String::from_utf8(body)? })
}
