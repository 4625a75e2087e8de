// Command pipeline hashes the files below the folders it is given, several at once,
// and reports those which have the same contents.
//
//	go run pipeline.go [-workers 8] FOLDER...
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"sort"
	"sync"
)

// A digest is what a worker found out about one file.
type digest struct {
	path string
	size int64
	sum  [sha256.Size]byte
	err  error
}

// walk sends the name of every regular file under root, until ctx is cancelled.
func walk(ctx context.Context, root string, paths chan<- string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == ".git" {
			return filepath.SkipDir
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		select {
		case paths <- path:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}

func hashFile(path string) digest {
	result := digest{path: path}
	file, err := os.Open(path)
	if err != nil {
		result.err = err
		return result
	}
	defer file.Close()

	hash := sha256.New()
	if result.size, result.err = io.Copy(hash, file); result.err == nil {
		copy(result.sum[:], hash.Sum(nil))
	}
	return result
}

// hashAll starts the workers, and closes the channel it returns when all have finished.
func hashAll(paths <-chan string, workers int) <-chan digest {
	results := make(chan digest)
	var group sync.WaitGroup
	group.Add(workers)
	for i := 0; i < workers; i++ {
		go func() {
			defer group.Done()
			for path := range paths {
				results <- hashFile(path)
			}
		}()
	}
	go func() {
		group.Wait()
		close(results)
	}()
	return results
}

func run(ctx context.Context, roots []string, workers int) (map[[sha256.Size]byte][]digest, error) {
	paths := make(chan string, workers)
	walkErr := make(chan error, 1)
	go func() {
		defer close(paths)
		for _, root := range roots {
			if err := walk(ctx, root, paths); err != nil {
				walkErr <- fmt.Errorf("walking %q: %w", root, err)
				return
			}
		}
		walkErr <- nil
	}()

	groups := make(map[[sha256.Size]byte][]digest)
	for d := range hashAll(paths, workers) {
		if d.err != nil {
			fmt.Fprintf(os.Stderr, "pipeline: %v\n", d.err)
			continue
		}
		groups[d.sum] = append(groups[d.sum], d)
	}
	return groups, <-walkErr
}

func main() {
	workers := flag.Int("workers", runtime.NumCPU(), "how many files to read at once")
	flag.Usage = func() {
		fmt.Fprintf(flag.CommandLine.Output(), "usage: %s [flags] FOLDER...\n", os.Args[0])
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 || *workers < 1 {
		flag.Usage()
		os.Exit(2)
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	groups, err := run(ctx, flag.Args(), *workers)
	if err != nil {
		fmt.Fprintf(os.Stderr, "pipeline: %v\n", err)
	}

	var wasted int64
	for sum, same := range groups {
		if len(same) < 2 {
			continue
		}
		sort.Slice(same, func(i, j int) bool { return same[i].path < same[j].path })
		fmt.Printf("%s  %d bytes\n", hex.EncodeToString(sum[:6]), same[0].size)
		for _, d := range same {
			fmt.Printf("\t%s\n", d.path)
		}
		wasted += same[0].size * int64(len(same)-1)
	}
	fmt.Printf("%.1f kB could be saved\n", float64(wasted)/1000)
	if err != nil {
		os.Exit(1)
	}
}
