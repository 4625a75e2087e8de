<?php

declare(strict_types=1);

/**
 * A small template engine: {{ name }}, {{{ raw }}}, {% if x %} and {% for y in ys %}.
 *
 *     php template.php
 *
 * Templates are compiled to a tree once and rendered as often as you like. Everything is
 * escaped unless it stands in three braces.
 */

namespace Workshop\Templates;

interface Node
{
    /** @param array<string, mixed> $scope */
    public function render(array $scope): string;
}

final class Text implements Node
{
    public function __construct(private readonly string $text)
    {
    }

    public function render(array $scope): string
    {
        return $this->text;
    }
}

final class Value implements Node
{
    public function __construct(private readonly string $path, private readonly bool $raw = false)
    {
    }

    public function render(array $scope): string
    {
        $value = lookup($this->path, $scope);
        $text = match (true) {
            is_bool($value) => $value ? 'yes' : 'no',
            is_float($value) => number_format($value, 2),
            default => (string) $value,
        };

        return $this->raw ? $text : htmlspecialchars($text, ENT_QUOTES | ENT_HTML5, 'UTF-8');
    }
}

final class Block implements Node
{
    /** @var list<Node> */
    private array $children = [];

    public function add(Node $child): void
    {
        $this->children[] = $child;
    }

    public function render(array $scope): string
    {
        return implode('', array_map(static fn (Node $n): string => $n->render($scope), $this->children));
    }
}

final class Condition implements Node
{
    public function __construct(private readonly string $path, private readonly Block $body)
    {
    }

    public function render(array $scope): string
    {
        return lookup($this->path, $scope) ? $this->body->render($scope) : '';
    }
}

final class Loop implements Node
{
    public function __construct(
        private readonly string $name,
        private readonly string $path,
        private readonly Block $body,
    ) {
    }

    public function render(array $scope): string
    {
        $output = '';
        foreach (lookup($this->path, $scope) ?? [] as $index => $item) {
            $output .= $this->body->render([...$scope, $this->name => $item, 'index' => $index + 1]);
        }

        return $output;
    }
}

/** @param array<string, mixed> $scope */
function lookup(string $path, array $scope): mixed
{
    $value = $scope;
    foreach (explode('.', $path) as $step) {
        $value = match (true) {
            is_array($value) => $value[$step] ?? null,
            is_object($value) => $value->$step ?? null,
            default => null,
        };
    }

    return $value;
}

final class SyntaxError extends \RuntimeException
{
}

function compile(string $source): Node
{
    $pieces = preg_split(
        '/(\{\{\{\s*[\w.]+\s*\}\}\}|\{\{\s*[\w.]+\s*\}\}|\{%\s*.*?\s*%\}\n?)/',
        $source,
        flags: PREG_SPLIT_DELIM_CAPTURE | PREG_SPLIT_NO_EMPTY,
    );
    $stack = [['root', new Block()]];

    foreach ($pieces as $piece) {
        [, $top] = end($stack);
        if (preg_match('/^\{\{(\{?)\s*([\w.]+)/', $piece, $m)) {
            $top->add(new Value($m[2], raw: $m[1] === '{'));
        } elseif (preg_match('/^\{%\s*if\s+([\w.]+)\s*%\}/', $piece, $m)) {
            $body = new Block();
            $top->add(new Condition($m[1], $body));
            $stack[] = ['if', $body];
        } elseif (preg_match('/^\{%\s*for\s+(\w+)\s+in\s+([\w.]+)\s*%\}/', $piece, $m)) {
            $body = new Block();
            $top->add(new Loop($m[1], $m[2], $body));
            $stack[] = ['for', $body];
        } elseif (preg_match('/^\{%\s*end(if|for)\s*%\}/', $piece, $m)) {
            [$opened] = array_pop($stack);
            if ($opened !== $m[1]) {
                throw new SyntaxError("\"end{$m[1]}\" where the end of \"{$opened}\" was expected");
            }
        } elseif (str_starts_with($piece, '{%')) {
            throw new SyntaxError('unknown tag: ' . trim($piece));
        } else {
            $top->add(new Text($piece));
        }
    }
    if (count($stack) !== 1) {
        throw new SyntaxError(sprintf('"%s" is never ended', end($stack)[0]));
    }

    return $stack[0][1];
}

$page = compile(<<<'HTML'
    <h1>{{ title }}</h1>
    {% for item in items %}
    <p>{{ index }}. {{ item.name }}: €{{ item.price }}{% if item.new %} <b>new</b>{% endif %}</p>
    {% endfor %}
    <footer>{{{ footer }}}</footer>

    HTML);

echo $page->render([
    'title' => 'Knots & "Bends" <1>',
    'items' => [
        ['name' => 'Bowline', 'price' => 12.5, 'new' => true],
        ['name' => "Carrick's bend", 'price' => 1234.0, 'new' => false],
    ],
    'footer' => '<small>© ropeworks</small>',
]);

try {
    compile('{% if a %}{% endfor %}');
} catch (SyntaxError $e) {
    echo 'Refused: ', $e->getMessage(), PHP_EOL;
}
