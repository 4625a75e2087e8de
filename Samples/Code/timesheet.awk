#!/usr/bin/awk -f
# timesheet.awk: add up hours from lines such as
#
#   2025-03-03  08:15-12:00 12:45-17:10  mosses, letters
#   2025-03-04  22:30-06:15              storm          # over midnight
#
# and print a total for each day, each week and each subject.
#
#   awk -f timesheet.awk hours.txt

BEGIN {
	OFS = "\t"
	WIDTH = 40
	if (TARGET == "") TARGET = 37.5
}

# Comments and empty lines.
{ sub(/[ \t]*#.*$/, "") }
NF == 0 { next }

$1 !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/ {
	complain("no date at the start")
	next
}

{
	day = $1
	minutes = 0
	subject = ""
	for (i = 2; i <= NF; i++) {
		if ($i ~ /^[0-9]+:[0-9][0-9]-[0-9]+:[0-9][0-9]$/)
			minutes += span($i)
		else
			subject = subject (subject == "" ? "" : " ") $i
	}
	if (minutes == 0) complain("no times")
	if (!(day in total)) order[++days] = day
	total[day] += minutes
	week[week_of(day)] += minutes

	n = split(subject == "" ? "(other)" : subject, subjects, /, */)
	for (i = 1; i <= n; i++) per_subject[subjects[i]] += minutes / n
}

END {
	for (i = 1; i <= days; i++) {
		d = order[i]
		printf "%s  %6s  %s\n", d, clock(total[d]), bar(total[d] / 720)
	}
	print ""
	for (w in week)
		printf "week %-4s %7s  (%+.1f h)\n", w, clock(week[w]), week[w] / 60 - TARGET | "sort"
	close("sort")
	print ""
	for (s in per_subject)
		printf "%-20s %6.1f h\n", s, per_subject[s] / 60 | "sort -k2,2nr"
	close("sort -k2,2nr")
	exit errors > 0
}

function span(text,    ends, from, to) {
	split(text, ends, "-")
	from = to_minutes(ends[1])
	to = to_minutes(ends[2])
	return to > from ? to - from : to + 1440 - from
}

function to_minutes(text,    parts) {
	split(text, parts, ":")
	return parts[1] * 60 + parts[2]
}

function clock(m) { return sprintf("%d:%02d", int(m / 60), m % 60) }

function bar(share,    text, n) {
	n = int(share * WIDTH + 0.5)
	if (n > WIDTH) n = WIDTH
	text = sprintf("%" WIDTH "s", "")
	gsub(/ /, "=", text)
	return substr(text, 1, n)
}

# Days since 1 March of the year 0, by the proleptic Gregorian calendar.
function day_number(date,    p, y, m) {
	split(date, p, "-")
	y = p[1]; m = p[2] - 3
	if (m < 0) { m += 12; y-- }
	return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m + 2) / 5) + p[3] - 1
}

# A plain count: week 1 contains the first of January; weeks begin on Monday.
function week_of(date,    first, n) {
	first = day_number(substr(date, 1, 4) "-01-01")
	n = day_number(date)
	return sprintf("%02d", int((n + 2) / 7) - int((first + 2) / 7) + 1)
}

function complain(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	errors++
}
