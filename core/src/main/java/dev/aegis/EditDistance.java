package dev.aegis;

/**
 * How far two words are apart: the least number of letters put in, left out, replaced or swapped
 * with their neighbour (Damerau, A Technique for Computer Detection and Correction of Spelling
 * Errors, 1964, as optimal string alignment). Takes time and memory in the product of both lengths.
 */
public final class EditDistance {
  private EditDistance() {}

  /** 0 for equal words; capital letters are letters of their own. */
  public static int of(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
