//! Lines of JSON, in and out, in bounded memory.

use crate::problem::{Code, Problem};
use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt as _, stream};
use serde_json::Value;
use std::{convert::Infallible, time::Duration};

/// The media type of lines.
pub(crate) const MEDIA_TYPE: &str = "application/x-ndjson";

/// How long a sender may be silent.
const SILENCE_MAX: Duration = Duration::from_mins(1);

/// How much of a body that is refused is read, in bytes.
const DRAIN_MAX: usize = 16 << 20;

/// Cuts a body into lines, none longer than a limit; what is empty is left out.
pub(crate) struct Lines<S> {
    chunks: S,
    /// What came and is not cut yet, from `at` on; up to `looked` there is no end of a line.
    rest: Vec<u8>,
    at: usize,
    looked: usize,
    line_max: usize,
    ended: bool,
}

impl Lines<axum::body::BodyDataStream> {
    pub(crate) fn new(body: Body, line_max: usize) -> Self {
        Self { chunks: body.into_data_stream(), rest: Vec::new(), at: 0, looked: 0, line_max, ended: false }
    }
}

/// Reads what a sender has under way and throws it away, within bounds: an answer to somebody who is still sending is lost
/// with the connection.
pub(crate) async fn drain<S: Stream<Item = Result<Bytes, axum::Error>> + Unpin>(chunks: &mut S) {
    let mut left = DRAIN_MAX;
    while let Ok(Some(Ok(chunk))) = tokio::time::timeout(SILENCE_MAX, chunks.next()).await {
        left = left.saturating_sub(chunk.len());
        if left == 0 {
            return;
        }
    }
}

impl<S: Stream<Item = Result<Bytes, axum::Error>> + Unpin> Lines<S> {
    /// Throws away what still comes.
    pub(crate) async fn drain(mut self) {
        drain(&mut self.chunks).await;
    }

    /// The next line; after a problem there is none.
    pub(crate) async fn next(&mut self) -> Option<Result<Vec<u8>, Problem>> {
        loop {
            while let Some(line) = self.whole_line() {
                if line.len() > self.line_max {
                    return Some(Err(self.stop(Code::LineTooLong)));
                }
                if !is_blank(&line) {
                    return Some(Ok(line));
                }
            }
            // Once a chunk, not once a line: what is cut off makes room.
            self.rest.drain(..self.at);
            (self.at, self.looked) = (0, self.rest.len());
            if self.rest.len() > self.line_max {
                return Some(Err(self.stop(Code::LineTooLong)));
            }
            if self.ended {
                let line = std::mem::take(&mut self.rest);
                return (!is_blank(&line)).then_some(Ok(line));
            }
            match tokio::time::timeout(SILENCE_MAX, self.chunks.next()).await {
                Ok(Some(Ok(chunk))) => self.rest.extend_from_slice(&chunk),
                Ok(None) => self.ended = true,
                Ok(Some(Err(_))) => return Some(Err(self.stop(Code::RequestMalformed))),
                Err(_) => return Some(Err(self.stop(Code::TimedOut))),
            }
        }
    }

    /// The next line of what came, without its end.
    fn whole_line(&mut self) -> Option<Vec<u8>> {
        let end = self.looked + self.rest.get(self.looked..)?.iter().position(|byte| *byte == b'\n')?;
        let line = self.rest.get(self.at..end)?.to_vec();
        (self.at, self.looked) = (end + 1, end + 1);
        Some(line)
    }

    fn stop(&mut self, code: Code) -> Problem {
        self.rest.clear();
        (self.at, self.looked) = (0, 0);
        self.ended = true;
        Problem::new(code)
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

/// An answer of lines, each sent when it is there.
pub(crate) fn respond(lines: impl Stream<Item = Value> + Send + 'static) -> Response {
    let bytes = lines.map(|line| {
        let mut bytes = serde_json::to_vec(&line).unwrap_or_default();
        bytes.push(b'\n');
        Ok::<_, Infallible>(Bytes::from(bytes))
    });
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], Body::from_stream(bytes)).into_response()
}

/// A receiver as a stream.
pub(crate) fn stream_of<T: Send + 'static>(receiver: tokio::sync::mpsc::Receiver<T>) -> impl Stream<Item = T> + Send {
    stream::unfold(receiver, |mut receiver| async move { receiver.recv().await.map(|one| (one, receiver)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn cut(chunks: &[&[u8]], line_max: usize) -> Vec<Result<String, u16>> {
        let chunks: Vec<_> = chunks.iter().map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        let mut lines =
            Lines { chunks: stream::iter(chunks), rest: Vec::new(), at: 0, looked: 0, line_max, ended: false };
        let mut all = Vec::new();
        while let Some(line) = lines.next().await {
            all.push(line.map(|line| String::from_utf8(line).unwrap()).map_err(|problem| problem.status().as_u16()));
        }
        all
    }

    #[tokio::test]
    async fn lines_are_cut_wherever_the_chunks_are() {
        let expected: Vec<Result<String, u16>> = vec![Ok("{\"a\":1}".to_owned()), Ok("{}".to_owned())];
        assert_eq!(cut(&[b"{\"a\":1}\n\n{}\n"], 64).await, expected);
        assert_eq!(cut(&[b"{\"a\"", b":1}\n", b" \r\n{", b"}"], 64).await, expected);
        assert_eq!(cut(&[], 64).await, vec![]);
        let blank = vec![b'\n'; 1 << 20];
        assert_eq!(cut(&[&blank, b"{\"a\":1}\n{", &blank, b"}"], 64).await.len(), 3, "each byte is looked at once");
    }

    #[tokio::test]
    async fn a_line_beyond_the_limit_ends_the_reading() {
        assert_eq!(cut(&[b"{}\n", b"1234567890123\n{}\n"], 8).await, vec![Ok("{}".to_owned()), Err(413)]);
        assert_eq!(cut(&[b"1234567", b"890123"], 8).await, vec![Err(413)]);
    }
}
