//! A calculator: text to tokens, tokens to a tree, tree to a number.
//!
//! The parser is of the "precedence climbing" kind. It calls itself once for every
//! level of binding power that it meets, and not once for each rule of a grammar.
//!
//! ```text
//! $ rustc --edition 2021 -O calculator.rs && ./calculator '2 + 3 * 4^2' 'sqrt(2) * (1 - -0.5)'
//! 2 + 3 * 4^2 = 50
//! sqrt(2) * (1 - -0.5) = 2.121320343559643
//! ```

use std::collections::HashMap;
use std::env;
use std::fmt;
use std::iter::Peekable;
use std::str::CharIndices;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Operator(char),
    Open,
    Close,
}

#[derive(Debug, PartialEq)]
enum Problem {
    UnexpectedCharacter { at: usize, found: char },
    BadNumber { at: usize, text: String },
    UnexpectedEnd,
    UnexpectedToken(Token),
    UnknownName(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::UnexpectedCharacter { at, found } => {
                write!(f, "byte {at}: did not expect {found:?}")
            }
            Problem::BadNumber { at, text } => write!(f, "byte {at}: {text:?} is not a number"),
            Problem::UnexpectedEnd => f.write_str("something is missing at the end"),
            Problem::UnexpectedToken(token) => write!(f, "did not expect {token:?} here"),
            Problem::UnknownName(name) => write!(f, "what is `{name}`?"),
        }
    }
}

impl std::error::Error for Problem {}

fn take_while<F>(chars: &mut Peekable<CharIndices<'_>>, mut wanted: F) -> String
where
    F: FnMut(char) -> bool,
{
    let mut text = String::new();
    while let Some(&(_, c)) = chars.peek() {
        if !wanted(c) {
            break;
        }
        text.push(c);
        chars.next();
    }
    text
}

fn tokenize(source: &str) -> Result<Vec<Token>, Problem> {
    let mut chars = source.char_indices().peekable();
    let mut tokens = Vec::new();
    while let Some(&(at, c)) = chars.peek() {
        let token = match c {
            _ if c.is_whitespace() => {
                chars.next();
                continue;
            }
            '0'..='9' | '.' => {
                let text = take_while(&mut chars, |c| c.is_ascii_digit() || c == '.');
                match text.parse() {
                    Ok(value) => Token::Number(value),
                    Err(_) => return Err(Problem::BadNumber { at, text }),
                }
            }
            'a'..='z' | 'A'..='Z' => Token::Name(take_while(&mut chars, |c| c.is_alphanumeric())),
            _ => {
                chars.next();
                match c {
                    '(' => Token::Open,
                    ')' => Token::Close,
                    '+' | '-' | '*' | '/' | '^' => Token::Operator(c),
                    found => return Err(Problem::UnexpectedCharacter { at, found }),
                }
            }
        };
        tokens.push(token);
    }
    Ok(tokens)
}

enum Expr {
    Number(f64),
    Constant(String),
    Negated(Box<Expr>),
    Binary(Box<Expr>, char, Box<Expr>),
    Call(String, Box<Expr>),
}

/// Left and right binding power. A right side that binds less tightly than the left
/// makes the operator associate to the right.
fn power(operator: char) -> (u8, u8) {
    match operator {
        '+' | '-' => (1, 2),
        '*' | '/' => (3, 4),
        '^' => (8, 7),
        _ => unreachable!("the tokenizer makes no other operator"),
    }
}

const UNARY_POWER: u8 = 5;

struct Parser {
    tokens: Peekable<std::vec::IntoIter<Token>>,
}

impl Parser {
    fn parse(source: &str) -> Result<Expr, Problem> {
        let mut parser = Parser { tokens: tokenize(source)?.into_iter().peekable() };
        let tree = parser.expression(0)?;
        match parser.tokens.next() {
            None => Ok(tree),
            Some(extra) => Err(Problem::UnexpectedToken(extra)),
        }
    }

    fn expression(&mut self, least: u8) -> Result<Expr, Problem> {
        let mut left = self.operand()?;
        while let Some(&Token::Operator(operator)) = self.tokens.peek() {
            let (left_power, right_power) = power(operator);
            if left_power < least {
                break;
            }
            self.tokens.next();
            let right = self.expression(right_power)?;
            left = Expr::Binary(Box::new(left), operator, Box::new(right));
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expr, Problem> {
        match self.tokens.next().ok_or(Problem::UnexpectedEnd)? {
            Token::Number(value) => Ok(Expr::Number(value)),
            Token::Operator('-') => Ok(Expr::Negated(Box::new(self.expression(UNARY_POWER)?))),
            Token::Open => {
                let inner = self.expression(0)?;
                self.close()?;
                Ok(inner)
            }
            Token::Name(name) if self.tokens.peek() == Some(&Token::Open) => {
                self.tokens.next();
                let argument = self.expression(0)?;
                self.close()?;
                Ok(Expr::Call(name, Box::new(argument)))
            }
            Token::Name(name) => Ok(Expr::Constant(name)),
            other => Err(Problem::UnexpectedToken(other)),
        }
    }

    fn close(&mut self) -> Result<(), Problem> {
        match self.tokens.next() {
            Some(Token::Close) => Ok(()),
            Some(other) => Err(Problem::UnexpectedToken(other)),
            None => Err(Problem::UnexpectedEnd),
        }
    }
}

struct Scope {
    constants: HashMap<&'static str, f64>,
    functions: HashMap<&'static str, fn(f64) -> f64>,
}

impl Default for Scope {
    fn default() -> Self {
        let mut functions: HashMap<&'static str, fn(f64) -> f64> = HashMap::new();
        functions.insert("sqrt", f64::sqrt);
        functions.insert("ln", f64::ln);
        functions.insert("sin", f64::sin);
        functions.insert("abs", f64::abs);
        let constants = [("pi", std::f64::consts::PI), ("e", std::f64::consts::E)];
        Scope { constants: HashMap::from(constants), functions }
    }
}

impl Scope {
    fn value(&self, tree: &Expr) -> Result<f64, Problem> {
        Ok(match tree {
            Expr::Number(value) => *value,
            Expr::Constant(name) => *self
                .constants
                .get(name.as_str())
                .ok_or_else(|| Problem::UnknownName(name.clone()))?,
            Expr::Negated(inner) => -self.value(inner)?,
            Expr::Binary(left, operator, right) => {
                let (a, b) = (self.value(left)?, self.value(right)?);
                match operator {
                    '+' => a + b,
                    '-' => a - b,
                    '*' => a * b,
                    '/' => a / b,
                    _ => a.powf(b),
                }
            }
            Expr::Call(name, argument) => {
                let function = self
                    .functions
                    .get(name.as_str())
                    .ok_or_else(|| Problem::UnknownName(name.clone()))?;
                function(self.value(argument)?)
            }
        })
    }
}

fn main() {
    let scope = Scope::default();
    let mut failures = 0;
    for source in env::args().skip(1) {
        match Parser::parse(&source).and_then(|tree| scope.value(&tree)) {
            Ok(value) => println!("{source} = {value}"),
            Err(problem) => {
                eprintln!("{source}: {problem}");
                failures += 1;
            }
        }
    }
    std::process::exit(if failures == 0 { 0 } else { 1 });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calculate(source: &str) -> Result<f64, Problem> {
        Scope::default().value(&Parser::parse(source)?)
    }

    #[test]
    fn powers_bind_to_the_right_and_before_the_minus() {
        assert_eq!(calculate("2^3^2"), Ok(512.0));
        assert_eq!(calculate("-2^2"), Ok(-4.0));
        assert_eq!(calculate("10 - 4 - 3"), Ok(3.0));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(calculate("1 +"), Err(Problem::UnexpectedEnd));
        assert_eq!(calculate("7 $ 2"), Err(Problem::UnexpectedCharacter { at: 2, found: '$' }));
        assert_eq!(calculate("tau"), Err(Problem::UnknownName("tau".into())));
    }
}
