package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// nearly is a line of a file of negatives: a note, or a path with what it should lead to.
type nearly struct {
	Name, What  string
	Good        bool
	Note        []byte
	Index, Size int64
	Leaf, Root  tlog.Hash
	Old, New    int64
	OldRoot     tlog.Hash `json:"old-root"`
	NewRoot     tlog.Hash `json:"new-root"`
	Path        []tlog.Hash
}

// negative judges every line of the three files, and says where it would have said otherwise.
func negative(dir string, verifier note.Verifier) error {
	for _, kind := range []struct {
		file string
		says func(nearly) error
	}{
		{"notes", func(one nearly) error { _, err := checkpoint(one.Note, verifier); return err }},
		{"inclusion", func(one nearly) error {
			if one.Index >= one.Size {
				return fmt.Errorf("the index is not in the tree")
			}
			return tlog.CheckRecord(one.Path, one.Size, one.Root, one.Index, one.Leaf)
		}},
		{"consistency", func(one nearly) error {
			if one.Old > one.New {
				return fmt.Errorf("the old tree is larger")
			}
			return tlog.CheckTree(one.Path, one.New, one.NewRoot, one.Old, one.OldRoot)
		}},
	} {
		text, err := os.ReadFile(filepath.Join(dir, kind.file))
		if err != nil {
			return err
		}
		good, refused := 0, 0
		for at, line := range bytes.Split(bytes.TrimSpace(text), []byte("\n")) {
			var one nearly
			if err := json.Unmarshal(line, &one); err != nil {
				return fmt.Errorf("%s %d: %w", kind.file, at+1, err)
			}
			if err := kind.says(one); (err == nil) != one.Good {
				return fmt.Errorf("%s %d (%s%s): the file says %v, but: %v", kind.file, at+1, one.Name, one.What, one.Good, err)
			}
			if one.Good {
				good++
			} else {
				refused++
			}
		}
		if good == 0 || refused == 0 {
			return fmt.Errorf("%s: %d good, %d refused", kind.file, good, refused)
		}
		fmt.Printf("%s: %d good, %d refused, as the file says\n", kind.file, good, refused)
	}
	return nil
}
