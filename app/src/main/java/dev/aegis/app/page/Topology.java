package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * The way of the failure as a drawing: who calls whom from left to right, the culprit path heavy,
 * what else is called beside it. All places of it stand as text below the drawing.
 *
 * @param width of the drawing
 * @param height of the drawing
 * @param words the same in a sentence
 * @param nodes places
 * @param edges calls between them
 */
public record Topology(int width, int height, String words, List<Node> nodes, List<Edge> edges) {
  private static final int COLUMN = 184;
  private static final int ROW = 56;

  /** Width and height of a place. */
  static final int WIDE = 156;

  static final int HIGH = 40;
  private static final int MOST_BESIDE = 4;

  /** Characters that fit into a place. */
  private static final int NAME = 19;

  private static final int NOTE = 24;

  public Topology {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * A place.
   *
   * @param name what is there
   * @param note what it is to the failure; may be empty
   * @param tone as of a {@link Place}
   * @param x of its left edge
   * @param y of its upper edge
   */
  public record Node(String name, String note, String tone, int x, int y) {}

  /**
   * A call.
   *
   * @param path as SVG draws it
   * @param tone {@code bad} on the culprit path
   */
  public record Edge(String path, String tone) {}

  /** Empty of places while nothing is signalled. */
  static Topology of(Incident incident, List<Place> places) {
    Drawing drawing = new Drawing();
    List<Place> way = places.stream().filter(p -> p.tone().equals("bad")).toList();
    way.forEach(drawing::along);
    CallPath calls = CallPath.of(incident);
    for (int i = 0; i < calls.way().size(); i++) {
      SequencedSet<String> called = calls.called().get(calls.way().get(i));
      if (called != null) {
        drawing.beside(i + 1, called.stream().filter(name -> !calls.way().contains(name)).toList());
      }
    }
    places.stream().filter(p -> !p.tone().equals("bad")).forEach(drawing::below);
    return drawing.drawn(way);
  }

  private static final class Drawing {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private int columns;
    private int rows = 1;

    void along(Place place) {
      int comma = place.name().indexOf(", ");
      String where = comma < 0 ? "" : place.name().substring(comma + 2) + ": ";
      String note = place.role().isEmpty() ? place.detail() : place.role();
      String name = comma < 0 ? place.name() : place.name().substring(0, comma);
      add(name, where + note, "bad", columns, 0);
      if (columns > 0) {
        edges.add(edge(columns - 1, 0, columns, 0, "bad"));
      }
      columns++;
    }

    void beside(int column, List<String> called) {
      int row = 1;
      for (String name : called.stream().limit(MOST_BESIDE).toList()) {
        String shown = Said.inert(name);
        add(shown, "called as well", "calm", column + 1, row);
        edges.add(edge(column, 0, column + 1, row, "calm"));
        others.add(shown);
        row++;
      }
      columns = Math.max(columns, column + 2);
      rows = Math.max(rows, row);
    }

    void below(Place place) {
      int column =
          Math.max(0, (int) nodes.stream().filter(n -> n.tone().equals("bad")).count() - 1);
      int row = 1;
      while (taken(column, row)) {
        row++;
      }
      add(place.name(), place.role(), place.tone(), column, row);
      rows = Math.max(rows, row + 1);
    }

    private boolean taken(int column, int row) {
      return nodes.stream().anyMatch(n -> n.x() == x(column) && n.y() == y(row));
    }

    private void add(String name, String note, String tone, int column, int row) {
      nodes.add(new Node(cut(name, NAME), cut(note, NOTE), tone, x(column), y(row)));
    }

    private static String cut(String text, int most) {
      return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private static int x(int column) {
      return 4 + column * COLUMN;
    }

    private static int y(int row) {
      return 4 + row * ROW;
    }

    private static Edge edge(int fromColumn, int fromRow, int column, int row, String tone) {
      int x1 = x(fromColumn) + WIDE;
      int y1 = y(fromRow) + HIGH / 2;
      int x2 = x(column);
      int y2 = y(row) + HIGH / 2;
      int middle = (x1 + x2) / 2;
      return new Edge("M" + x1 + " " + y1 + "H" + middle + "V" + y2 + "H" + x2, tone);
    }

    Topology drawn(List<Place> way) {
      String words =
          way.stream()
              .map(p -> p.name() + (p.role().isEmpty() ? "" : " (" + p.role() + ")"))
              .collect(Collectors.joining(", calls "));
      String beside = others.isEmpty() ? "" : "; called as well: " + String.join(", ", others);
      return new Topology(
          columns * COLUMN - COLUMN + WIDE + 8,
          rows * ROW,
          "the way of the failure: " + words + beside,
          nodes,
          edges);
    }
  }
}
