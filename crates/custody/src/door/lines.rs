//! Many acts in one call: lines about one person in order, others side by side, answers in the order of the lines.

use super::Door;
use crate::{
    ask::{Ask, Submission, Whom},
    caller::Caller,
    outcome::Outcome,
    refused::{DoorCode, Refused},
};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::{Semaphore, mpsc, oneshot};

/// Acts that run side by side.
const SIDE_BY_SIDE: usize = 64;
/// Lines read ahead of the oldest that is not answered.
const AHEAD: usize = 256;

type Answer = Result<Outcome, Refused>;

/// Begins to answer.
pub(crate) fn begin(
    door: Door,
    caller: Caller,
    mut lines: mpsc::Receiver<Result<Submission, Refused>>,
) -> mpsc::Receiver<Answer> {
    let (answers, reader) = mpsc::channel(SIDE_BY_SIDE);
    let (queue, mut ordered) = mpsc::channel::<oneshot::Receiver<Answer>>(AHEAD);
    tokio::spawn(async move {
        let mut run = Run {
            door,
            caller: Arc::new(caller),
            free: Arc::new(Semaphore::new(SIDE_BY_SIDE)),
            before: HashMap::new(),
        };
        while let Some(line) = lines.recv().await {
            let (answer, waiting) = oneshot::channel();
            run.start(line, answer);
            if queue.send(waiting).await.is_err() {
                return;
            }
        }
    });
    tokio::spawn(async move {
        while let Some(waiting) = ordered.recv().await {
            let answer = waiting.await.unwrap_or_else(|_| Err(DoorCode::Internal.into()));
            if answers.send(answer).await.is_err() {
                return;
            }
        }
    });
    reader
}

struct Run {
    door: Door,
    caller: Arc<Caller>,
    free: Arc<Semaphore>,
    /// Of each person the end of the newest line about them.
    before: HashMap<String, oneshot::Receiver<()>>,
}

impl Run {
    fn start(&mut self, line: Result<Submission, Refused>, answer: oneshot::Sender<Answer>) {
        let submission = match line {
            Ok(submission) => submission,
            Err(refused) => {
                // Nobody waits for the answer if the reader has gone.
                let _ = answer.send(Err(refused));
                return;
            }
        };
        let (done, after) = oneshot::channel::<()>();
        let before = whom(&submission.ask).and_then(|whom| self.before.insert(whom, after));
        if self.before.len() > AHEAD * 4 {
            self.before.retain(|_, before| matches!(before.try_recv(), Err(oneshot::error::TryRecvError::Empty)));
        }
        let (door, caller, free) = (self.door.clone(), self.caller.clone(), self.free.clone());
        tokio::spawn(async move {
            if let Some(before) = before {
                // An error means that the line before has ended, whatever its end.
                let _ = before.await;
            }
            let place = free.acquire_owned().await;
            let result = match place {
                Ok(_place) => door.perform(&caller, submission).await,
                Err(_) => Err(DoorCode::Unavailable.into()),
            };
            drop(done);
            let _ = answer.send(result);
        });
    }
}

/// Whom a line is about, as it names them. A new person is known by its first reference, so that later lines may name it.
fn whom(ask: &Ask) -> Option<String> {
    let whom = match ask {
        Ask::Acquire(ask) => match &ask.whom {
            Some(whom) => whom,
            None => return ask.refs.first().map(|(system, reference)| format!("{system}:{}", reference.open())),
        },
        Ask::Use(ask) => &ask.whom,
        Ask::Provide(ask) => &ask.whom,
        Ask::Answer(ask) => &ask.whom,
        Ask::Cease(ask) => &ask.whom,
        Ask::Correct(ask) => &ask.whom,
        Ask::Erase(ask) => &ask.whom,
        Ask::Disclose(ask) => &ask.whom,
        Ask::Decline(ask) => &ask.whom,
        Ask::Event(ask) => &ask.whom,
        Ask::Holdings(ask) => &ask.whom,
        Ask::History(ask) => &ask.whom,
        Ask::Approve(ask) => &ask.provide.whom,
        Ask::Find(_)
        | Ask::FindForRight(_)
        | Ask::Statistic(_)
        | Ask::Enter(_)
        | Ask::List(_)
        | Ask::Changes(_)
        | Ask::Load(_) => return None,
    };
    match whom {
        Whom::Id(id) => Some(id.to_string()),
        Whom::Reference { system, reference } => Some(format!("{system}:{}", reference.open())),
        Whom::Unreadable => None,
    }
}
