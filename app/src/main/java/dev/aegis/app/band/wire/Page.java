package dev.aegis.app.band.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which part of a list is asked for: by {@code page} and {@code page_size}, or by {@code cursor}
 * and {@code limit}; a request that mixes them is refused. A size above the most is taken as the
 * most. The answer bears the figures of both families and never a null, which a client refuses.
 *
 * @param size from 1 to {@value #MOST}
 * @param page from 1 on
 * @param after the key of the item before the first one; {@code null} where a page is asked for
 */
public record Page(int size, int page, @Nullable String after) {
  /** The most items of one answer. */
  public static final int MOST = 100;

  private static final int MOST_PAGE = 1_000_000;
  private static final String MARK = "after ";

  /**
   * From the parameters of an address.
   *
   * @throws ApiError 422
   */
  public static Page of(Map<String, String> query, int usual) {
    boolean pages = query.containsKey("page") || query.containsKey("page_size");
    boolean cursors = query.containsKey("cursor") || query.containsKey("limit");
    if (pages && cursors) {
      throw ApiError.invalid("/cursor", "expected page and page_size, or cursor and limit");
    }
    int size = count(query, pages ? "page_size" : "limit", usual, Integer.MAX_VALUE);
    String cursor = query.get("cursor");
    return new Page(
        Math.min(size, MOST),
        count(query, "page", 1, MOST_PAGE),
        cursor == null ? null : opened(cursor));
  }

  private static int count(Map<String, String> query, String name, int usual, int most) {
    String text = query.get(name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw ApiError.invalid("/" + name, "expected a whole number from 1 on in " + name);
    }
    return Integer.parseInt(text);
  }

  private static String opened(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (text.startsWith(MARK)) {
        return text.substring(MARK.length());
      }
    } catch (IllegalArgumentException e) {
      // Refused below, as what no answer gave.
    }
    throw badCursor();
  }

  private static ApiError badCursor() {
    return ApiError.invalid("/cursor", "expected a cursor that an answer gave, found another");
  }

  /**
   * The answer: the part of the list that is asked for. A cursor stays good when what it stands
   * behind is no longer in the list.
   *
   * @param all in the order of their keys, rising or falling
   * @param key of an item, its own
   * @param form of an item
   * @param added further metadata
   */
  public <T> ObjectNode of(
      List<T> all,
      Function<T, String> key,
      Function<T, ObjectNode> form,
      Map<String, String> added) {
    int from = from(all, key);
    int to = (int) Math.min(all.size(), (long) from + size);
    ArrayNode data = WireJson.array();
    all.subList(from, to).forEach(item -> data.add(form.apply(item)));
    ObjectNode metadata = WireJson.object();
    metadata.put("page", after == null ? page : from / size + 1).put("page_size", size);
    metadata.put("total_count", all.size());
    metadata.put("total_pages", (all.size() + size - 1) / size);
    metadata.put("has_more", to < all.size()).put("limit", size);
    if (to < all.size()) {
      byte[] last = (MARK + key.apply(all.get(to - 1))).getBytes(StandardCharsets.UTF_8);
      metadata.put("next_cursor", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }
    added.forEach(metadata::put);
    ObjectNode answer = WireJson.object();
    answer.set("data", data);
    answer.set("metadata", metadata);
    return answer;
  }

  private <T> int from(List<T> all, Function<T, String> key) {
    if (after == null) {
      return (int) Math.min(all.size(), (long) (page - 1) * size);
    }
    boolean falling =
        all.size() > 1 && key.apply(all.getFirst()).compareTo(key.apply(all.getLast())) > 0;
    for (int i = 0; i < all.size(); i++) {
      int order = key.apply(all.get(i)).compareTo(after);
      if (falling ? order < 0 : order > 0) {
        return i;
      }
    }
    return all.size();
  }
}
