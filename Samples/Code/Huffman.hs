-- | Huffman coding: frequent symbols get short codes, rare ones get long codes, and
-- no code is the beginning of another, so that they need no separators.
--
-- > runghc Huffman.hs "a text with some repeated letters"
module Main (main) where

import           Data.Function      (on)
import           Data.List          (insertBy, sortBy, unfoldr)
import qualified Data.Map.Strict    as Map
import           Data.Map.Strict    (Map)
import           Data.Ord           (comparing)
import           System.Environment (getArgs)
import           Text.Printf        (printf)

data Tree a
  = Leaf !Int a
  | Node !Int (Tree a) (Tree a)

data Bit = O | I
  deriving (Eq, Ord)

instance Show Bit where
  show O = "0"
  show I = "1"
  showList bits rest = concatMap show bits ++ rest

type Code = [Bit]

weight :: Tree a -> Int
weight (Leaf w _)   = w
weight (Node w _ _) = w

-- | Count how often each symbol occurs.
frequencies :: Ord a => [a] -> Map a Int
frequencies = Map.fromListWith (+) . map (\x -> (x, 1))

-- | Join the two lightest trees until there is only one. Nothing for an empty text.
huffman :: Ord a => [a] -> Maybe (Tree a)
huffman symbols = go (sortBy (comparing weight) leaves)
  where
    leaves = [Leaf n x | (x, n) <- Map.toList (frequencies symbols)]

    go []             = Nothing
    go [tree]         = Just tree
    go (a : b : rest) = go (insertBy (compare `on` weight) (join a b) rest)

    join a b = Node (weight a + weight b) a b

-- | The code of every symbol. A text with only one symbol still needs one bit for it.
codes :: Ord a => Tree a -> Map a Code
codes (Leaf _ x) = Map.singleton x [O]
codes tree       = Map.fromList (walk [] tree)
  where
    walk path (Leaf _ x)   = [(x, reverse path)]
    walk path (Node _ l r) = walk (O : path) l ++ walk (I : path) r

encode :: Ord a => Map a Code -> [a] -> Maybe [Bit]
encode table = fmap concat . traverse (`Map.lookup` table)

decode :: Tree a -> [Bit] -> [a]
decode (Leaf _ x) = map (const x)
decode tree       = unfoldr (step tree)
  where
    step _            []         = Nothing
    step (Node _ l r) (b : bits) =
      case if b == O then l else r of
        Leaf _ x -> Just (x, bits)
        deeper   -> step deeper bits
    step (Leaf _ x)   bits       = Just (x, bits)

-- | Bits per symbol that no code can beat, if symbols are independent (Shannon, 1948).
entropy :: Map a Int -> Double
entropy counts = negate . sum $ map term (Map.elems counts)
  where
    total  = fromIntegral (sum (Map.elems counts)) :: Double
    term n = let p = fromIntegral n / total in p * logBase 2 p

report :: String -> IO ()
report text =
  case huffman text of
    Nothing   -> putStrLn "There is nothing to encode."
    Just tree -> do
      let table  = codes tree
          counts = frequencies text
          byLength = sortBy (comparing (length . snd) <> comparing fst) (Map.toList table)
      mapM_ (\(c, code) -> printf "%6s %5d  %s\n" (show c) (counts Map.! c) (show code)) byLength
      case encode table text of
        Nothing   -> error "a symbol without a code: this cannot happen"
        Just bits -> do
          let n = length text
          printf "%d symbols, %d bits, %.3f a symbol (entropy %.3f)\n"
            n (length bits) (fromIntegral (length bits) / fromIntegral n :: Double) (entropy counts)
          putStrLn (if decode tree bits == text then "decodes to the same text" else "BROKEN")

main :: IO ()
main = do
  args <- getArgs
  report (if null args then "she sells sea shells by the sea shore" else unwords args)
