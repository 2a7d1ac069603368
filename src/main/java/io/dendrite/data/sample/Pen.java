package io.dendrite.data.sample;

import java.util.Arrays;

/**
 * Draws strokes on a grid of size x size pixels. The ink of a pixel, from 0 to 1, is a function of
 * the distance from the pixel's centre to the nearest segment of a stroke, with a soft edge. A
 * stroke is a Catmull-Rom spline (Catmull and Rom 1974) through the stroke's control points,
 * approximated by short line segments.
 */
final class Pen {
  private static final int PIECES = 5;

  private final int size;
  private final double[] distance;

  Pen(int size) {
    this.size = size;
    this.distance = new double[size * size];
  }

  void clear() {
    Arrays.fill(distance, Double.MAX_VALUE);
  }

  /**
   * Draws a stroke through points, whose coordinates x0, y0, x1, y1, ... are in pixels. The method
   * computes the distance from the stroke for all pixels that are at most {@code reach} pixels
   * away.
   */
  void stroke(double[] points, double reach) {
    int last = points.length / 2 - 1;
    int from = 0;
    while (from < last) {
      int to = from + 1;
      while (to < last && !same(points, to, to + 1)) {
        to++;
      }
      curve(points, from, to, reach);
      from = to + 1;
    }
  }

  /**
   * The ink of pixel i, which is 1 if the pixel's distance from the nearest stroke is at most
   * {@code radius}, and falls to 0 over the next {@code edge} pixels of distance.
   */
  double ink(int i, double radius, double edge) {
    double square = distance[i];
    if (square == Double.MAX_VALUE) {
      return 0;
    }
    double t = (radius + 0.5 * edge - StrictMath.sqrt(square)) / edge;
    t = Math.max(0, Math.min(1, t));
    return t * t * (3 - 2 * t);
  }

  private static boolean same(double[] p, int a, int b) {
    return p[2 * a] == p[2 * b] && p[2 * a + 1] == p[2 * b + 1];
  }

  private void curve(double[] p, int from, int to, double reach) {
    double x = p[2 * from];
    double y = p[2 * from + 1];
    for (int i = from; i < to; i++) {
      int before = Math.max(from, i - 1);
      int after = Math.min(to, i + 2);
      for (int k = 1; k <= PIECES; k++) {
        double t = (double) k / PIECES;
        double nextX = spline(p[2 * before], p[2 * i], p[2 * i + 2], p[2 * after], t);
        double nextY = spline(p[2 * before + 1], p[2 * i + 1], p[2 * i + 3], p[2 * after + 1], t);
        segment(x, y, nextX, nextY, reach);
        x = nextX;
        y = nextY;
      }
    }
  }

  private static double spline(double a, double b, double c, double d, double t) {
    double linear = c - a;
    double square = 2 * a - 5 * b + 4 * c - d;
    double cube = 3 * b - a - 3 * c + d;
    return b + 0.5 * t * (linear + t * (square + t * cube));
  }

  private void segment(double x0, double y0, double x1, double y1, double reach) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    double scale = 1 / (dx * dx + dy * dy + 1e-12);
    int left = (int) Math.max(0, Math.min(x0, x1) - reach);
    int right = (int) Math.min(size - 1, Math.max(x0, x1) + reach);
    int top = (int) Math.max(0, Math.min(y0, y1) - reach);
    int bottom = (int) Math.min(size - 1, Math.max(y0, y1) + reach);
    for (int row = top; row <= bottom; row++) {
      double py = row + 0.5 - y0;
      for (int column = left; column <= right; column++) {
        double px = column + 0.5 - x0;
        double t = Math.max(0, Math.min(1, (px * dx + py * dy) * scale));
        double ex = px - t * dx;
        double ey = py - t * dy;
        int at = row * size + column;
        distance[at] = Math.min(distance[at], ex * ex + ey * ey);
      }
    }
  }
}
