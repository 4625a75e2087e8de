(* rational.ml: exact fractions, and the continued fractions behind them.

     ocaml rational.ml                                                        *)

module type NUMBER = sig
  type t

  val zero : t
  val one : t
  val add : t -> t -> t
  val mul : t -> t -> t
  val to_string : t -> string
end

module Rational : sig
  include NUMBER

  val make : int -> int -> t
  val inverse : t -> t option
  val compare : t -> t -> int
  val continued : t -> int list
  val of_continued : int list -> t
  val best_below : float -> limit:int -> t
end = struct
  type t = { num : int; den : int } (* den > 0, no common divisor *)

  let rec gcd a b = if b = 0 then abs a else gcd b (a mod b)

  let make num den =
    if den = 0 then invalid_arg "Rational.make: denominator is zero"
    else
      let sign = if den < 0 then -1 else 1 in
      let g = gcd num den in
      { num = sign * num / g; den = sign * den / g }

  let zero = make 0 1
  let one = make 1 1
  let add a b = make ((a.num * b.den) + (b.num * a.den)) (a.den * b.den)
  let mul a b = make (a.num * b.num) (a.den * b.den)
  let inverse a = if a.num = 0 then None else Some (make a.den a.num)
  let compare a b = Stdlib.compare (a.num * b.den) (b.num * a.den)

  let to_string { num; den } =
    if den = 1 then string_of_int num else Printf.sprintf "%d/%d" num den

  (* Floor division: the quotient is rounded down, for negative numbers too. *)
  let floor_div a b =
    let q = a / b in
    if a mod b <> 0 && a < 0 <> (b < 0) then q - 1 else q

  (* 415/93 = 4 + 1/(2 + 1/(6 + 1/7)), so its expansion is [4; 2; 6; 7]. *)
  let continued a =
    let rec go num den acc =
      if den = 0 then List.rev acc
      else
        let q = floor_div num den in
        go den (num - (q * den)) (q :: acc)
    in
    go a.num a.den []

  let of_continued = function
    | [] -> invalid_arg "Rational.of_continued: empty"
    | terms -> (
        match List.rev terms with
        | [] -> assert false
        | last :: before ->
            List.fold_left
              (fun acc q ->
                match inverse acc with
                | Some inv -> add (make q 1) inv
                | None -> failwith "a zero inside a continued fraction")
              (make last 1) before)

  (* The last convergent of x whose denominator is not above the limit. *)
  let best_below x ~limit =
    let rec go x (p0, q0) (p1, q1) =
      let a = int_of_float (floor x) in
      let p2 = (a * p1) + p0 and q2 = (a * q1) + q0 in
      if q2 > limit then make p1 q1
      else
        let rest = x -. floor x in
        if rest < 1e-9 then make p2 q2 else go (1. /. rest) (p1, q1) (p2, q2)
    in
    go x (0, 1) (1, 0)
end

(* Anything that can be added and multiplied can be a polynomial's coefficient. *)
module Polynomial (N : NUMBER) = struct
  type t = N.t list (* lowest power first *)

  let eval (p : t) x =
    List.fold_right (fun c acc -> N.add c (N.mul x acc)) p N.zero

  let to_string (p : t) =
    p
    |> List.mapi (fun i c ->
           match i with
           | 0 -> N.to_string c
           | 1 -> N.to_string c ^ "·x"
           | _ -> Printf.sprintf "%s·x^%d" (N.to_string c) i)
    |> List.rev |> String.concat " + "
end

module P = Polynomial (Rational)

let () =
  let open Rational in
  let a = make 415 93 in
  let terms = continued a in
  Printf.printf "%s = [%s]\n" (to_string a)
    (String.concat "; " (List.map string_of_int terms));
  assert (compare (of_continued terms) a = 0);
  List.iter
    (fun limit ->
      Printf.printf "pi, denominators up to %6d: %s\n" limit
        (to_string (best_below (4. *. atan 1.) ~limit)))
    [ 10; 200; 50_000 ];
  let p = [ make 1 2; make (-1) 3; one ] in
  Printf.printf "p(x) = %s; p(3/4) = %s\n" (P.to_string p) (to_string (P.eval p (make 3 4)))
