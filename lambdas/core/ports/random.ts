export interface Random {
  /** A new identifier of at least 64 random bits, as a short text. */
  id(): string;
}
