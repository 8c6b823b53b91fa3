//! The one choke point: nothing is decided, opened or written anywhere else.

use crate::{
    ask::{BulkAsk, Submission, TokenAsk},
    board::BoardEvidence,
    caller::Caller,
    outcome::{BulkLine, Outcome},
    procedures::{
        activate::{ActivateError, Activated, By},
        token::{NewToken, TokenError},
    },
    refused::{DoorCode, Refused},
    service::Service,
};
use azukari_model::{ActId, TokenId};
use azukari_policy::{declared::Policy, source::Sources};
use std::{net::IpAddr, sync::Arc};
use tokio::sync::mpsc;

/// The door. Cloning it gives another handle to the same.
#[derive(Clone, Debug)]
pub struct Door(Arc<Inner>);

#[derive(Debug)]
struct Inner {}

impl Door {
    /// Every service, in the order of their ids.
    pub async fn services(&self) -> Result<Vec<Arc<Service>>, Refused> {
        Err(DoorCode::Unavailable.into())
    }

    /// A service as it stands now.
    pub async fn service(&self, id: &str) -> Result<Arc<Service>, Refused> {
        let _ = (id, &self.0);
        Err(DoorCode::Unavailable.into())
    }

    /// The caller that a bearer token stands for: `token-missing`, `token-invalid`, `caller-other-service`, `-network`.
    pub async fn authenticate(
        &self,
        service: &str,
        bearer: Option<&str>,
        from: Option<IpAddr>,
    ) -> Result<Caller, Refused> {
        let _ = (service, bearer, from);
        Err(DoorCode::Unavailable.into())
    }

    /// Performs one act: looks, decides, records, and only then answers.
    pub async fn perform(&self, caller: &Caller, submission: Submission) -> Result<Outcome, Refused> {
        let _ = (caller, submission);
        Err(DoorCode::Unavailable.into())
    }

    /// Everybody at once. A line is sent only after the chunk it is in was recorded; the sender waits for the reader.
    pub async fn bulk(&self, caller: &Caller, ask: BulkAsk) -> Result<mpsc::Receiver<BulkLine>, Refused> {
        let _ = (caller, ask);
        Err(DoorCode::Unavailable.into())
    }

    /// Many acts: those about one person in the order given, others side by side; answers in the order of the lines. A line
    /// that could not be read is passed through as its refusal.
    pub fn batch(
        &self,
        caller: &Caller,
        lines: mpsc::Receiver<Result<Submission, Refused>>,
    ) -> mpsc::Receiver<Result<Outcome, Refused>> {
        let _ = (caller, lines);
        mpsc::channel(1).1
    }

    /// What the board shows of a service.
    pub async fn board_evidence(&self, service: &str) -> Result<BoardEvidence, Refused> {
        let _ = service;
        Err(DoorCode::Unavailable.into())
    }

    /// The policy of an older version, compiled from its stored sources.
    pub async fn version(&self, service: &str, number: u32) -> Result<Arc<Policy>, Refused> {
        let _ = (service, number);
        Err(DoorCode::Unavailable.into())
    }

    /// The newest checkpoint, as the signed note it is.
    pub async fn checkpoint(&self) -> Result<String, Refused> {
        Err(DoorCode::Unavailable.into())
    }

    /// A tile by its path below `/ledger/tile/`: `0/x001/067`, `0/000.p/12`, `entries/000`.
    pub async fn tile(&self, path: &str) -> Result<Vec<u8>, Refused> {
        let _ = path;
        Err(DoorCode::Unavailable.into())
    }

    /// The proof of an act, as a tlog-proof: `not-yet-integrated` until the next checkpoint.
    pub async fn proof(&self, act: ActId) -> Result<String, Refused> {
        let _ = act;
        Err(DoorCode::Unavailable.into())
    }

    /// Activates what a folder says.
    pub async fn activate(&self, sources: &Sources, by: By) -> Result<Activated, ActivateError> {
        let _ = (sources, by);
        Err(ActivateError::Store)
    }

    /// Makes a token.
    pub async fn create_token(&self, service: &str, ask: TokenAsk) -> Result<NewToken, TokenError> {
        let _ = (service, ask);
        Err(TokenError::Store)
    }

    /// Revokes a token.
    pub async fn revoke_token(&self, service: &str, token: TokenId) -> Result<(), TokenError> {
        let _ = (service, token);
        Err(TokenError::Store)
    }

    /// Runs the jobs (sequencer, retention, month keys) until `stop` says so.
    pub async fn run_jobs(&self, stop: tokio::sync::watch::Receiver<bool>) {
        let _ = stop;
    }
}
