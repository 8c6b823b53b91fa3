package main

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// site is the address of a running server.
type site string

func (at site) read(path string) ([]byte, error) {
	answer, err := http.Get(string(at) + "/ledger/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// moment is a site at one checkpoint: what comes after it is not asked for.
type moment struct {
	site
	checkpoint []byte
}

func (at moment) read(path string) ([]byte, error) {
	if path == "checkpoint" {
		return at.checkpoint, nil
	}
	return at.site.read(path)
}

// wholeSite checks the proofs of acts, then the log as it is served.
func wholeSite(at site, acts []string, verifier note.Verifier) error {
	for _, act := range acts {
		text, err := at.read("proof/" + act)
		// What is not numbered yet has no proof for a quarter of a second.
		for tries := 0; err != nil && tries < 100; tries++ {
			time.Sleep(100 * time.Millisecond)
			text, err = at.read("proof/" + act)
		}
		if err != nil {
			return err
		}
		if _, err := prove(text, verifier); err != nil {
			return fmt.Errorf("%s: %w", act, err)
		}
	}
	signed, err := at.read("checkpoint")
	if err != nil {
		return err
	}
	fmt.Printf("%d acts are proven\n", len(acts))
	return wholeLog(moment{at, signed}, verifier)
}
