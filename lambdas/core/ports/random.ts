export interface Random {
  /** A fresh identifier of at least 64 random bits, as short text. */
  id(): string;
}
