// intervals.cpp: a map from disjoint half-open intervals to values.
//
//     g++ -std=c++20 -Wall -Wextra -O2 intervals.cpp -o intervals && ./intervals
//
// Assigning to a range overwrites whatever was there, splits intervals that stick
// out on either side, and joins neighbours that carry the same value. All of it is
// done on a std::map keyed by the lower bound: O(log n) plus the number of intervals
// that disappear, each of which had to be put in once.

#include <cassert>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

template <typename Key, typename Value>
class IntervalMap {
public:
    struct Piece {
        Key upper;
        Value value;
    };

    using Storage = std::map<Key, Piece>;
    using const_iterator = typename Storage::const_iterator;

    // Every key in [lower, upper) now has this value.
    void assign(Key lower, Key upper, Value value)
    {
        if (!(lower < upper))
            return;
        erase(lower, upper);
        auto [place, inserted] = pieces_.emplace(lower, Piece{upper, std::move(value)});
        assert(inserted);
        join_with_next(place);
        if (place != pieces_.begin())
            join_with_next(std::prev(place));
    }

    // No key in [lower, upper) has a value any more.
    void erase(Key lower, Key upper)
    {
        split_at(lower);
        split_at(upper);
        pieces_.erase(pieces_.lower_bound(lower), pieces_.lower_bound(upper));
    }

    [[nodiscard]] std::optional<Value> find(const Key& key) const
    {
        auto after = pieces_.upper_bound(key);
        if (after == pieces_.begin())
            return std::nullopt;
        const auto& [lower, piece] = *std::prev(after);
        return key < piece.upper ? std::optional<Value>{piece.value} : std::nullopt;
    }

    [[nodiscard]] std::size_t size() const noexcept { return pieces_.size(); }
    [[nodiscard]] const_iterator begin() const noexcept { return pieces_.begin(); }
    [[nodiscard]] const_iterator end() const noexcept { return pieces_.end(); }

private:
    // Make sure that no interval has `key` strictly inside it.
    void split_at(const Key& key)
    {
        auto after = pieces_.lower_bound(key);
        if (after == pieces_.begin())
            return;
        auto before = std::prev(after);
        if (!(key < before->second.upper))
            return;
        pieces_.emplace_hint(after, key, before->second);
        before->second.upper = key;
    }

    void join_with_next(typename Storage::iterator place)
    {
        auto next = std::next(place);
        if (next == pieces_.end())
            return;
        if (place->second.upper == next->first && place->second.value == next->second.value) {
            place->second.upper = next->second.upper;
            pieces_.erase(next);
        }
    }

    Storage pieces_;
};

template <typename K, typename V>
std::ostream& operator<<(std::ostream& out, const IntervalMap<K, V>& map)
{
    const char* separator = "";
    for (const auto& [lower, piece] : map) {
        out << std::exchange(separator, ", ") << '[' << lower << ", " << piece.upper << ") = "
            << std::quoted(piece.value);
    }
    return out;
}

int main()
{
    IntervalMap<int, std::string> shifts;
    shifts.assign(8, 16, "Ada");
    shifts.assign(16, 24, "Bo");
    shifts.assign(12, 18, "Cem");        // takes over the middle
    std::cout << shifts << '\n';
    assert(shifts.size() == 3);
    assert(shifts.find(11) == "Ada" && shifts.find(12) == "Cem" && shifts.find(18) == "Bo");
    assert(!shifts.find(24) && !shifts.find(-1));

    shifts.assign(18, 20, "Cem");        // joins the interval before it
    assert(shifts.size() == 3 && shifts.find(19) == "Cem");

    shifts.erase(9, 10);                 // a coffee break splits Ada's shift in two
    assert(shifts.size() == 4 && !shifts.find(9));

    std::ostringstream text;
    text << shifts;
    std::cout << text.str() << std::endl;
    assert(text.str().starts_with(R"([8, 9) = "Ada", [10, 12))"));
    return 0;
}
