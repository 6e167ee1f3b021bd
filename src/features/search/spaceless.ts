/**
 * A character of a script without spaces between its words, or with words that grow at their ends. The database stores
 * such texts as pairs of characters (`search_words_of`), and a word is found inside a word.
 */
export const spaceless =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Hang}]/u
