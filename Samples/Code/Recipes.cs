using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Hearth.Recipes;

/// <summary>Scales recipes, converts their units, and makes one shopping list of several.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(5));

        int guests = args.Length > 0 && int.TryParse(args[0], out var n) && n > 0 ? n : 8;
        var menu = await Book.LoadAsync(cancellation.Token);

        var list = menu
            .Select(recipe => recipe.ScaledTo(guests))
            .SelectMany(recipe => recipe.Ingredients)
            .GroupBy(i => (i.Name, i.Amount.Unit.Kind))
            .Select(g => new Ingredient(g.Key.Name, g.Select(i => i.Amount).Aggregate((a, b) => a + b)))
            .OrderBy(i => i.Name, StringComparer.OrdinalIgnoreCase);

        Console.WriteLine($"Shopping for {guests}:");
        foreach (var (name, amount) in list)
        {
            Console.WriteLine($"  {amount.Rounded(),12}  {name}");
        }

        return 0;
    }
}

public enum Kind { Mass, Volume, Piece }

/// <summary>A unit, as so many grams, millilitres or pieces.</summary>
public sealed record Unit(string Symbol, Kind Kind, decimal Factor)
{
    public static readonly Unit Gram = new("g", Kind.Mass, 1m);
    public static readonly Unit Kilogram = new("kg", Kind.Mass, 1_000m);
    public static readonly Unit Millilitre = new("ml", Kind.Volume, 1m);
    public static readonly Unit Litre = new("l", Kind.Volume, 1_000m);
    public static readonly Unit Teaspoon = new("tsp", Kind.Volume, 5m);
    public static readonly Unit Tablespoon = new("tbsp", Kind.Volume, 15m);
    public static readonly Unit Piece = new("", Kind.Piece, 1m);

    public override string ToString() => Symbol;
}

public readonly record struct Amount(decimal Value, Unit Unit)
{
    public static Amount operator +(Amount a, Amount b)
    {
        if (a.Unit.Kind != b.Unit.Kind)
        {
            throw new InvalidOperationException($"cannot add {b} to {a}");
        }

        return a with { Value = a.Value + b.To(a.Unit).Value };
    }

    public static Amount operator *(Amount a, decimal factor) => a with { Value = a.Value * factor };

    public Amount To(Unit unit) => new(Value * Unit.Factor / unit.Factor, unit);

    /// <summary>In the unit a cook would use, and no more exactly than a cook would weigh.</summary>
    public Amount Rounded()
    {
        var amount = (Unit.Kind, Value * Unit.Factor) switch
        {
            (Kind.Mass, >= 1000m) => To(Unit.Kilogram),
            (Kind.Mass, _) => To(Unit.Gram),
            (Kind.Volume, >= 500m) => To(Unit.Litre),
            (Kind.Volume, >= 60m) => To(Unit.Millilitre),
            (Kind.Volume, >= 15m) => To(Unit.Tablespoon),
            (Kind.Volume, _) => To(Unit.Teaspoon),
            _ => this with { Value = Math.Ceiling(Value) },
        };
        return amount with { Value = Math.Round(amount.Value, amount.Value < 10 ? 1 : 0) };
    }

    public override string ToString() => $"{Value:0.##} {Unit}".TrimEnd();
}

public sealed record Ingredient(string Name, Amount Amount);

public sealed record Recipe(string Title, int Serves, ImmutableArray<Ingredient> Ingredients)
{
    public Recipe ScaledTo(int guests)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(guests);
        var factor = (decimal)guests / Serves;
        return this with
        {
            Serves = guests,
            Ingredients = Ingredients.Select(i => i with { Amount = i.Amount * factor }).ToImmutableArray(),
        };
    }
}

internal static class Book
{
    private const string Source = """
        Lentil soup; 6
        300 g red lentils
        2 onion
        1.5 l stock
        40 g butter
        1 tsp cumin

        Plum cake; 10
        600 g plums
        210 g butter
        230 g sugar
        3 egg
        60 ml milk
        """;

    private static readonly Dictionary<string, Unit> Units =
        new[] { Unit.Gram, Unit.Kilogram, Unit.Millilitre, Unit.Litre, Unit.Teaspoon, Unit.Tablespoon }
            .ToDictionary(u => u.Symbol);

    public static async Task<IReadOnlyList<Recipe>> LoadAsync(CancellationToken token)
    {
        await Task.Yield();
        token.ThrowIfCancellationRequested();
        return Source.ReplaceLineEndings("\n").Split("\n\n").Select(ParseRecipe).ToList();
    }

    private static Recipe ParseRecipe(string block)
    {
        var lines = block.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines[0].Split(';', StringSplitOptions.TrimEntries) is [var title, var serves]
            ? new Recipe(title, int.Parse(serves), lines.Skip(1).Select(ParseIngredient).ToImmutableArray())
            : throw new FormatException($"no number of guests in \"{lines[0]}\"");
    }

    private static Ingredient ParseIngredient(string line) => line.Split(' ', 3) switch
    {
        [var value, var symbol, var name] when Units.TryGetValue(symbol, out var unit)
            => new(name, new(decimal.Parse(value), unit)),
        [var value, .. var rest] => new(string.Join(' ', rest), new(decimal.Parse(value), Unit.Piece)),
        _ => throw new FormatException($"cannot read \"{line}\""),
    };
}
