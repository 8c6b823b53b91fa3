//! What keeps each clause: the promise board.
