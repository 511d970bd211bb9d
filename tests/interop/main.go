// Checks an exported tile folder and a proof with the note and tlog packages of golang.org/x/mod,
// which share nothing with wumei.
//
//	interop FOLDER VKEY PROOF...
//
// The folder's checkpoint must open under the key; every entry of the folder must be the one its
// tiles name; every proof must hold, and be the one that the tiles give; the folder must be
// consistent with each proof's checkpoint. Ends with 1 at the first thing that does not hold.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// openCheckpoint returns the tree that a note signed by the verifier names.
func openCheckpoint(text []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, errors.New("a checkpoint has three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// folder reads tiles where C2SP puts them: as Go does, but without the height in the path.
type folder string

func (f folder) Height() int { return tileHeight }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// checkEntries holds every entry bundle against the leaf hashes of the tiles.
func checkEntries(dir string, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += 256 {
		tile := tlog.Tile{H: tileHeight, L: -1, N: first / 256, W: int(min(256, tree.N-first))}
		path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return err
		}
		for index := first; index < first+int64(tile.W); index++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("%s ends inside entry %d", path, index)
			}
			length := 2 + int(binary.BigEndian.Uint16(bundle))
			found, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			if err != nil {
				return err
			}
			if tlog.RecordHash(bundle[2:length]) != found[0] {
				return fmt.Errorf("entry %d is not the one that the tiles name", index)
			}
			bundle = bundle[length:]
		}
		if len(bundle) > 0 {
			return fmt.Errorf("%s goes on after its entries", path)
		}
	}
	return nil
}

type proof struct {
	leaf  []byte
	index int64
	path  tlog.RecordProof
	tree  tlog.Tree
}

func readProof(file string, verifier note.Verifier) (proof, error) {
	var p proof
	text, err := os.ReadFile(file)
	if err != nil {
		return p, err
	}
	head, checkpoint, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return p, errors.New("not a tlog-proof with an entry")
	}
	extra, _ := strings.CutPrefix(lines[1], "extra ")
	if p.leaf, err = base64.StdEncoding.DecodeString(extra); err != nil {
		return p, err
	}
	number, _ := strings.CutPrefix(lines[2], "index ")
	if p.index, err = strconv.ParseInt(number, 10, 64); err != nil {
		return p, err
	}
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return p, err
		}
		p.path = append(p.path, hash)
	}
	p.tree, err = openCheckpoint([]byte(checkpoint), verifier)
	return p, err
}

// checkProof checks a proof by itself, then against what the tiles give.
func checkProof(p proof, tree tlog.Tree, hashes tlog.HashReader) error {
	leaf := tlog.RecordHash(p.leaf)
	if err := tlog.CheckRecord(p.path, p.tree.N, p.tree.Hash, p.index, leaf); err != nil {
		return err
	}
	path, err := tlog.ProveRecord(p.tree.N, p.index, hashes)
	if err != nil {
		return err
	}
	if !slices.Equal(path, p.path) {
		return errors.New("the tiles give another path")
	}
	consistency, err := tlog.ProveTree(tree.N, p.tree.N, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckTree(consistency, tree.N, tree.Hash, p.tree.N, p.tree.Hash)
}

func run(dir, vkey string, files []string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(text, verifier)
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, folder(dir))
	if err := checkEntries(dir, tree, hashes); err != nil {
		return err
	}
	for _, file := range files {
		p, err := readProof(file, verifier)
		if err == nil {
			err = checkProof(p, tree, hashes)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	fmt.Printf("%d entries, %d proofs\n", tree.N, len(files))
	return nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: interop FOLDER VKEY PROOF...")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
