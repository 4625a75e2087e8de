package schedule

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A Rule says when something is to be done, in five fields like those of cron:
// minute, hour, day of the month, month, day of the week (0 is Sunday).
type Rule struct {
	fields [5]uint64 // bit n is set when the value n matches
}

var limits = [5]struct {
	name     string
	low, top int
}{
	{"minute", 0, 59},
	{"hour", 0, 23},
	{"day", 1, 31},
	{"month", 1, 12},
	{"weekday", 0, 6},
}

// ErrNever is returned by Next for a rule like "0 0 30 2 *".
var ErrNever = errors.New("schedule: the rule never matches")

// Parse reads a rule such as "*/15 8-18 * * 1-5".
func Parse(text string) (Rule, error) {
	var rule Rule
	fields := strings.Fields(text)
	if len(fields) != len(limits) {
		return rule, fmt.Errorf("schedule: %q has %d fields, not %d", text, len(fields), len(limits))
	}
	for i, field := range fields {
		for _, part := range strings.Split(field, ",") {
			bits, err := parsePart(part, limits[i].low, limits[i].top)
			if err != nil {
				return rule, fmt.Errorf("schedule: %s: %w", limits[i].name, err)
			}
			rule.fields[i] |= bits
		}
	}
	return rule, nil
}

func parsePart(part string, low, top int) (bits uint64, err error) {
	span, stepText, stepped := strings.Cut(part, "/")
	step := 1
	if stepped {
		if step, err = strconv.Atoi(stepText); err != nil || step < 1 {
			return 0, fmt.Errorf("%q is not a step", stepText)
		}
	}
	first, last := low, top
	if span != "*" {
		a, b, isRange := strings.Cut(span, "-")
		if first, err = strconv.Atoi(a); err != nil {
			return 0, fmt.Errorf("%q is not a number", a)
		}
		last = first
		if isRange {
			if last, err = strconv.Atoi(b); err != nil {
				return 0, fmt.Errorf("%q is not a number", b)
			}
		} else if stepped {
			last = top
		}
	}
	if first < low || last > top || first > last {
		return 0, fmt.Errorf("%s is not within %d-%d", span, low, top)
	}
	for n := first; n <= last; n += step {
		bits |= 1 << n
	}
	return bits, nil
}

func (r Rule) has(field, value int) bool { return r.fields[field]>>value&1 == 1 }

func (r Rule) matchesDay(t time.Time) bool {
	return r.has(2, t.Day()) && r.has(3, int(t.Month())) && r.has(4, int(t.Weekday()))
}

// Next returns the first moment after t at which the rule matches.
func (r Rule) Next(t time.Time) (time.Time, error) {
	t = t.Truncate(time.Minute).Add(time.Minute)
	limit := t.AddDate(8, 0, 0) // a leap day may be eight years away
	for t.Before(limit) {
		switch {
		case !r.matchesDay(t):
			t = time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location())
		case !r.has(1, t.Hour()):
			t = t.Truncate(time.Hour).Add(time.Hour)
		case !r.has(0, t.Minute()):
			t = t.Add(time.Minute)
		default:
			return t, nil
		}
	}
	return time.Time{}, ErrNever
}

func TestNext(t *testing.T) {
	const layout = "Mon 2006-01-02 15:04"
	tests := []struct{ rule, after, want string }{
		{"* * * * *", "Tue 2025-03-04 06:00", "Tue 2025-03-04 06:01"},
		{"*/15 8-18 * * 1-5", "Tue 2025-03-04 06:00", "Tue 2025-03-04 08:00"},
		{"*/15 8-18 * * 1-5", "Fri 2025-03-07 18:45", "Mon 2025-03-10 08:00"},
		{"30 4 1 1 *", "Tue 2025-03-04 06:00", "Thu 2026-01-01 04:30"},
		{"0 0 29 2 *", "Tue 2025-03-04 06:00", "Tue 2028-02-29 00:00"},
		{"5,35 */6 * * 0", "Sat 2025-03-08 23:59", "Sun 2025-03-09 00:05"},
		{"7/20 * * * *", "Tue 2025-03-04 06:28", "Tue 2025-03-04 06:47"},
	}
	for _, tt := range tests {
		t.Run(tt.rule+" after "+tt.after, func(t *testing.T) {
			rule, err := Parse(tt.rule)
			if err != nil {
				t.Fatal(err)
			}
			after, err := time.Parse(layout, tt.after)
			if err != nil {
				t.Fatal(err)
			}
			got, err := rule.Next(after)
			if err != nil || got.Format(layout) != tt.want {
				t.Errorf("got %s, %v; want %s", got.Format(layout), err, tt.want)
			}
		})
	}
}

func TestNever(t *testing.T) {
	rule, err := Parse("0 0 30 2 *")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rule.Next(time.Unix(0, 0).UTC()); !errors.Is(err, ErrNever) {
		t.Errorf("got %v, want ErrNever", err)
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"* * * *":      "has 4 fields",
		"60 * * * *":   "minute: 60 is not within 0-59",
		"* 18-8 * * *": "hour: 18-8 is not within 0-23",
		"* * x * *":    `day: "x" is not a number`,
		"*/0 * * * *":  `minute: "0" is not a step`,
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	rule, _ := Parse("0 0 29 2 *")
	start := time.Date(2025, time.March, 1, 0, 0, 0, 0, time.UTC)
	for i := 0; i < b.N; i++ {
		if _, err := rule.Next(start); err != nil {
			b.Fatal(err)
		}
	}
}
