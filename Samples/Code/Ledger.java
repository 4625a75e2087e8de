import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Double-entry book-keeping in one file. Money is never created or destroyed: each
 * transaction moves it between accounts, and its postings must add up to zero.
 *
 * <pre>
 *   javac Ledger.java &amp;&amp; java Ledger
 * </pre>
 */
public final class Ledger {

    public enum Kind { ASSET, LIABILITY, INCOME, EXPENSE, EQUITY }

    public record Account(String name, Kind kind) {
        public Account {
            Objects.requireNonNull(kind, "kind");
            if (name.isBlank()) {
                throw new IllegalArgumentException("an account needs a name");
            }
        }
    }

    public record Posting(Account account, BigDecimal amount) { }

    public record Transaction(LocalDate date, String text, List<Posting> postings) {
        public Transaction {
            postings = List.copyOf(postings);
            BigDecimal sum = postings.stream()
                    .map(Posting::amount)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            if (sum.signum() != 0) {
                throw new UnbalancedException(text, sum);
            }
        }
    }

    public static final class UnbalancedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnbalancedException(String text, BigDecimal difference) {
            super("\"" + text + "\" is out by " + difference.toPlainString());
        }
    }

    private final Map<String, Account> accounts = new TreeMap<>();
    private final List<Transaction> transactions = new ArrayList<>();

    public Account open(String name, Kind kind) {
        Account account = new Account(name, kind);
        if (accounts.putIfAbsent(name, account) != null) {
            throw new IllegalStateException("there is already an account called " + name);
        }
        return account;
    }

    /** Move an amount from one account to another. */
    public Ledger transfer(LocalDate date, String text, Account from, Account to, String amount) {
        BigDecimal value = money(amount);
        return record(new Transaction(date, text, List.of(
                new Posting(to, value),
                new Posting(from, value.negate()))));
    }

    public Ledger record(Transaction transaction) {
        transactions.add(transaction);
        return this;
    }

    public BigDecimal balance(Account account, Predicate<? super Transaction> filter) {
        return transactions.stream()
                .filter(filter)
                .flatMap(t -> t.postings().stream())
                .filter(p -> p.account().equals(account))
                .map(Posting::amount)
                .reduce(money("0"), BigDecimal::add);
    }

    public Map<Kind, BigDecimal> totals() {
        Map<Kind, BigDecimal> totals = new EnumMap<>(Kind.class);
        for (Account account : accounts.values()) {
            totals.merge(account.kind(), balance(account, t -> true), BigDecimal::add);
        }
        return totals;
    }

    public Optional<Transaction> largest() {
        return transactions.stream().max(Comparator.comparing(
                t -> t.postings().stream().map(Posting::amount).max(Comparator.naturalOrder()).orElseThrow()));
    }

    private static BigDecimal money(String text) {
        return new BigDecimal(text).setScale(2, RoundingMode.HALF_EVEN);
    }

    public static void main(String[] args) {
        Ledger ledger = new Ledger();
        Account bank = ledger.open("Bank", Kind.ASSET);
        Account wages = ledger.open("Wages", Kind.INCOME);
        Account rent = ledger.open("Rent", Kind.EXPENSE);
        Account food = ledger.open("Food", Kind.EXPENSE);

        LocalDate march = LocalDate.of(2025, 3, 1);
        ledger.transfer(march, "Salary", wages, bank, "2450.00")
              .transfer(march.plusDays(2), "Rent for March", bank, rent, "980")
              .transfer(march.plusDays(6), "Market", bank, food, "61.35")
              .transfer(march.plusDays(13), "Market", bank, food, "58.905");

        System.out.println(ledger.accounts.values().stream()
                .map(a -> String.format("%-8s %10.2f", a.name(), ledger.balance(a, t -> true)))
                .collect(Collectors.joining("\n")));
        System.out.println("Totals: " + ledger.totals());
        ledger.largest().ifPresent(t -> System.out.println("Largest: " + t.text() + " on " + t.date()));

        try {
            ledger.record(new Transaction(march, "Slip of the pen", List.of(
                    new Posting(bank, money("10.00")), new Posting(food, money("-1.00")))));
        } catch (UnbalancedException e) {
            System.out.println("Refused: " + e.getMessage());
        }
    }
}
