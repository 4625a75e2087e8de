#!/usr/bin/perl
# report.pl - sum up a web server's log: who asked, for what, and what went wrong.
#
#   perl report.pl access.log ...      (or pipe the log in; with no input, a demonstration)

use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));

my $LINE = qr{
    ^ (?<host> \S+ ) \s \S+ \s (?<user> \S+ ) \s
    \[ (?<day> \d{2} / [A-Z][a-z]{2} / \d{4} ) : (?<hour> \d{2} ) [^\]]* \] \s
    " (?<verb> [A-Z]+ ) \s (?<path> [^\s"]+ ) (?: \s HTTP/ [\d.]+ )? " \s
    (?<status> \d{3} ) \s (?<bytes> \d+ | - )
}x;

my (%hits, %hosts, %status, %by_hour);
my ($total, $bytes, @rejected) = (0, 0);

my $source = (@ARGV || !-t STDIN) ? \*ARGV : \*DATA;
while (my $line = <$source>) {
    chomp $line;
    next if $line =~ /^\s*(?:#|$)/;
    unless ($line =~ $LINE) {
        push @rejected, "$.: $line";
        next;
    }
    my %f = %+;
    $f{path} =~ s/\?.*//s;                      # the query does not make it another page
    $f{path} =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
    utf8::decode($f{path});
    $total++;
    $hits{ $f{path} }++ if $f{status} < 400;
    $hosts{ $f{host} }++;
    push @{ $status{ $f{status} } }, $f{path};
    $by_hour{ $f{hour} }++;
    $bytes += $f{bytes} eq '-' ? 0 : $f{bytes};
}

sub commify {
    my $n = reverse shift;
    $n =~ s/(\d{3})(?=\d)/$1,/g;
    return scalar reverse $n;
}

sub top {
    my ($title, $counts, $limit) = @_;
    my @keys = sort { $counts->{$b} <=> $counts->{$a} || $a cmp $b } keys %$counts;
    splice @keys, $limit if @keys > $limit;
    print "\n$title\n", '-' x length $title, "\n";
    printf "%6d  %s\n", $counts->{$_}, $_ for @keys;
    return;
}

printf "%s requests, %s bytes, %d hosts\n", commify($total), commify($bytes), scalar keys %hosts;
top('Pages', \%hits, 5);
top('Hosts', \%hosts, 3);

print "\nHours\n-----\n";
my ($max) = sort { $b <=> $a } values %by_hour, 1;
for my $hour (sort keys %by_hour) {
    printf "%s  %-30s %d\n", $hour, '#' x int(0.5 + 30 * $by_hour{$hour} / $max), $by_hour{$hour};
}

for my $code (grep { $_ >= 400 } sort keys %status) {
    my %seen;
    my @paths = grep { !$seen{$_}++ } @{ $status{$code} };
    print "\nStatus $code: @paths[0 .. ($#paths > 4 ? 4 : $#paths)]\n";
}
print "\nNot understood:\n", map { "  $_\n" } @rejected if @rejected;

__DATA__
192.0.2.7 - - [03/Mar/2025:08:15:02 +0000] "GET / HTTP/1.1" 200 5120
192.0.2.7 - - [03/Mar/2025:08:15:03 +0000] "GET /style.css HTTP/1.1" 200 841
198.51.100.23 - ada [03/Mar/2025:08:59:40 +0000] "POST /login HTTP/1.1" 302 -
198.51.100.23 - ada [03/Mar/2025:09:00:01 +0000] "GET /tides?place=Merrow%20Sound HTTP/1.1" 200 20480
203.0.113.99 - - [03/Mar/2025:09:12:12 +0000] "GET /wp-admin.php HTTP/1.0" 404 162
203.0.113.99 - - [03/Mar/2025:09:12:13 +0000] "GET /caf%C3%A9 HTTP/1.0" 404 162
2001:db8::17 - - [03/Mar/2025:23:30:00 +0000] "GET / HTTP/2.0" 200 5120
this line is not a request at all
