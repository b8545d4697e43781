package dev.aegis.app.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.series.SeriesTable;
import java.util.Arrays;

/**
 * Labels of one resource and one data point, gathered once and written for each of the series that
 * the point makes. Names become names of Prometheus where they lie. One thread.
 */
final class LabelBuffer {
  private byte[] bytes = new byte[4_096];
  private int end;
  private int[] marks = new int[4 * 32];
  private int count;

  /** The labels so far: what is added or replaced after it can be taken back. */
  static final class Mark {
    private final int end;
    private final int[] marks;

    private Mark(int end, int[] marks) {
      this.end = end;
      this.marks = marks;
    }
  }

  Mark mark() {
    return new Mark(end, Arrays.copyOf(marks, 4 * count));
  }

  void back(Mark mark) {
    end = mark.end;
    count = mark.marks.length / 4;
    System.arraycopy(mark.marks, 0, marks, 0, mark.marks.length);
  }

  void clear() {
    end = 0;
    count = 0;
  }

  void add(String name, String value) {
    byte[] key = name.getBytes(UTF_8);
    byte[] text = value.getBytes(UTF_8);
    add(key, 0, key.length, text, 0, text.length);
  }

  /** Adds a label; an earlier one of the same name is replaced. */
  void add(byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo) {
    int nameStart = append(name, nameFrom, nameTo);
    for (int i = nameStart; i < end; i++) {
      byte c = bytes[i];
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || c == '_'
              || (c >= '0' && c <= '9' && i > nameStart);
      bytes[i] = plain ? c : (byte) '_';
    }
    int nameEnd = end;
    int valueStart = append(value, valueFrom, valueTo);
    int place = 4 * place(nameStart, nameEnd);
    marks[place] = nameStart;
    marks[place + 1] = nameEnd;
    marks[place + 2] = valueStart;
    marks[place + 3] = end;
  }

  private int place(int from, int to) {
    for (int i = 0; i < count; i++) {
      if (Arrays.equals(bytes, marks[4 * i], marks[4 * i + 1], bytes, from, to)) {
        return i;
      }
    }
    if (4 * (count + 1) > marks.length) {
      marks = Arrays.copyOf(marks, 2 * marks.length);
    }
    return count++;
  }

  private int append(byte[] text, int from, int to) {
    int start = end;
    if (end + to - from > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (end + to - from));
    }
    System.arraycopy(text, from, bytes, end, to - from);
    end += to - from;
    return start;
  }

  /** Writes them as the labels of a series that was begun. */
  void write(SeriesTable.Writer writer) {
    for (int i = 0; i < count; i++) {
      int at = 4 * i;
      writer.label(bytes, marks[at], marks[at + 1], bytes, marks[at + 2], marks[at + 3]);
    }
  }
}
