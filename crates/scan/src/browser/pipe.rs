//! The `DevTools` protocol over a pipe: JSON texts that end in a zero byte, questions and answers matched by number.

use super::{BrowserError, record::Record};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    sync::{mpsc, oneshot},
};

/// How long an answer of the browser itself may take.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);

type Answer = Result<Value, String>;

/// One end of the pipe. What is asked waits for its answer; what is told does not.
#[derive(Debug)]
pub(super) struct Pipe {
    out: mpsc::UnboundedSender<Vec<u8>>,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Answer>>>,
    next: AtomicU64,
}

impl Pipe {
    /// A pipe over what the browser reads.
    pub(super) fn new(mut to: impl AsyncWrite + Unpin + Send + 'static) -> Arc<Self> {
        let (out, mut messages) = mpsc::unbounded_channel::<Vec<u8>>();
        tokio::spawn(async move {
            while let Some(message) = messages.recv().await {
                if to.write_all(&message).await.is_err() || to.flush().await.is_err() {
                    return;
                }
            }
        });
        Arc::new(Self { out, waiting: Mutex::default(), next: AtomicU64::new(1) })
    }

    /// Tells a target, or the browser where there is no session.
    pub(super) fn tell(&self, session: Option<&str>, method: &str, params: &Value) -> u64 {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.send(id, session, method, params);
        id
    }

    /// Asks, and waits as long as the browser itself may take.
    pub(super) async fn ask(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value, BrowserError> {
        match self.ask_within(ANSWER_WITHIN, session, method, params).await? {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(why)) => Err(BrowserError::Refused { method: method.to_owned(), why }),
            None => Err(BrowserError::Silent { method: method.to_owned() }),
        }
    }

    /// Asks what a page may hold up; `None`: no answer within the time.
    pub(super) async fn ask_within(
        &self,
        limit: Duration,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Option<Answer>, BrowserError> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(id, answer);
        self.send(id, session, method, &params);
        match tokio::time::timeout(limit, answered).await {
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(_)) => Err(BrowserError::Ended { said: String::new() }),
            Err(_) => {
                self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                Ok(None)
            }
        }
    }

    fn send(&self, id: u64, session: Option<&str>, method: &str, params: &Value) {
        let mut message = json!({"id": id, "method": method, "params": params});
        if let (Some(session), Some(fields)) = (session, message.as_object_mut()) {
            fields.insert("sessionId".to_owned(), session.into());
        }
        // A browser that is gone is found out by who waits for an answer.
        let _ = self.out.send([message.to_string().as_bytes(), &[0]].concat());
    }

    /// Reads until the browser closes its end; who still waits then learns that it is gone.
    pub(super) async fn read(self: Arc<Self>, mut from: impl AsyncRead + Unpin, record: Arc<Record>) {
        let (mut bytes, mut some) = (Vec::new(), vec![0; 1 << 16]);
        while let Ok(count) = from.read(&mut some).await {
            if count == 0 {
                break;
            }
            bytes.extend_from_slice(some.get(..count).unwrap_or_default());
            while let Some(end) = bytes.iter().position(|byte| *byte == 0) {
                let rest = bytes.split_off(end + 1);
                if let Ok(message) = serde_json::from_slice(bytes.get(..end).unwrap_or_default()) {
                    self.take(message, &record);
                }
                bytes = rest;
            }
        }
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
        record.end();
    }

    fn take(&self, mut message: Value, record: &Record) {
        let Some(id) = message.get("id").and_then(Value::as_u64) else {
            record.take(self, &message);
            return;
        };
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        let answer = match message.get("error") {
            Some(error) => Err(error.get("message").and_then(Value::as_str).unwrap_or_default().to_owned()),
            None => Ok(message.get_mut("result").map(Value::take).unwrap_or_default()),
        };
        if let Some(waiting) = waiting {
            drop(waiting.send(answer));
        }
    }
}
