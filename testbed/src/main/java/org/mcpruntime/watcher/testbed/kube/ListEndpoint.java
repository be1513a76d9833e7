package org.mcpruntime.watcher.testbed.kube;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers lists, whole or in pages; all pages of a list show the position of its first page. */
final class ListEndpoint {
  private static final byte[] GARBAGE = "}<not json>{".getBytes(StandardCharsets.UTF_8);

  private final KubeStore store;
  private final Faults faults;
  private final Tables tables;

  ListEndpoint(KubeStore store, Faults faults, Tables tables) {
    this.store = store;
    this.tables = tables;
    this.faults = faults;
  }

  void answer(ReadCall call, HttpResponse response) throws ApiError, IOException {
    long limit = limit(call);
    ContinueToken token = token(call);
    ObjectList list = token == null ? first(call) : later(call, token);
    Selector selector = call.selector();
    int begin = token == null ? 0 : indexAfter(list.objects(), token.after());
    failPage(call, limit == 0 ? 1 : (int) (begin / limit) + 1);

    List<StoredObject> page = list.objects().subList(begin, list.objects().size()).stream()
        .filter(selector::matches)
        .limit(limit == 0 ? Long.MAX_VALUE : limit + 1)
        .collect(Collectors.toList());
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("resourceVersion", Long.toString(list.resourceVersion()));
    if (limit > 0 && page.size() > limit) {
      page.remove(page.size() - 1);
      store.keep(call.type(), list);
      String last = page.get(page.size() - 1).key();
      metadata.put("continue", new ContinueToken(list.resourceVersion(), last).encode());
      if (selector.choosesAll() && call.namespace().isEmpty()) {
        metadata.put("remainingItemCount", list.objects().size() - begin - page.size());
      }
    }
    if (Tables.isAsked(call.request())) {
      response.write(ObjectShape.JSON.writeValueAsBytes(tables.table(call.type(), metadata, page)));
    } else {
      write(call.type(), metadata, page, response);
    }
  }

  private ObjectList first(ReadCall call) throws ApiError {
    String match = call.request().parameter("resourceVersionMatch");
    String text = call.request().parameter("resourceVersion");
    if (!match.isEmpty() && text.isEmpty()) {
      throw ApiError.invalidOptions(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden unless resourceVersion is provided");
    }
    ObjectList stale = stale(call.type());
    if (stale != null) {
      return stale;
    }
    long asked = call.resourceVersion();
    long current = store.resourceVersion();
    if (asked > current) {
      throw ApiError.tooLargeVersion(asked, current);
    }
    if (match.equals("Exact") || (match.isEmpty() && asked > 0 && limit(call) > 0)) {
      ObjectList exact = store.listedAt(call.type(), asked);
      if (exact == null) {
        throw ApiError.expired("The resourceVersion for the provided list is too old.");
      }
      return exact;
    }
    return store.listAll(call.type());
  }

  /** What a server that lags behind would answer; null when it is not told to lag. */
  private @Nullable ObjectList stale(ResourceType type) {
    Faults.Entry entry = faults.take(Fault.Stale.class::isInstance, type, Target.Call.LIST, null);
    return entry != null && entry.fault() instanceof Fault.Stale stale
        ? store.stateAt(type, stale.resourceVersion())
        : null;
  }

  private ObjectList later(ReadCall call, ContinueToken token) throws ApiError {
    if (!call.request().parameter("resourceVersion").isEmpty()) {
      throw ApiError.badRequest("specifying resource version is not allowed when using continue");
    }
    ObjectList list = store.listedAt(call.type(), token.resourceVersion());
    if (list == null) {
      throw ApiError.expired(
          "The provided continue parameter is too old to display a consistent list result.");
    }
    return list;
  }

  /** 0 for no limit; the real server pages no list that it may answer from its cache. */
  private static long limit(ReadCall call) throws ApiError {
    String text = call.request().parameter("limit");
    try {
      boolean cached = call.request().parameter("resourceVersion").equals("0");
      return text.isEmpty() || cached ? 0 : Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw ApiError.badRequest("limit: \"" + text + "\" is not a number");
    }
  }

  private static @Nullable ContinueToken token(ReadCall call) throws ApiError {
    String text = call.request().parameter("continue");
    return text.isEmpty() ? null : ContinueToken.decode(text);
  }

  private static int indexAfter(List<StoredObject> objects, String key) {
    int low = 0;
    int high = objects.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (objects.get(middle).key().compareTo(key) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private void failPage(ReadCall call, int page) throws ApiError {
    Faults.Entry entry = faults.take(
        fault -> fault instanceof Fault.FailedPage failed && failed.page() == page,
        call.type(),
        Target.Call.LIST,
        null);
    if (entry != null && entry.fault() instanceof Fault.FailedPage failed) {
      throw ApiError.standard(failed.code(), 0);
    }
  }

  /** Custom types come with their members sorted, so that their items precede the metadata. */
  private void write(
      ResourceType type, ObjectNode metadata, List<StoredObject> items, HttpResponse out)
      throws IOException {
    String apiVersion = "\"apiVersion\":\"" + type.apiVersion() + "\"";
    String kind = "\"kind\":\"" + type.kind() + "List\"";
    if (type.custom()) {
      ObjectNode sorted = JsonNodeFactory.instance.objectNode();
      for (String member : List.of("continue", "remainingItemCount", "resourceVersion")) {
        if (metadata.has(member)) {
          sorted.set(member, metadata.get(member));
        }
      }
      out.text("{" + apiVersion + ",\"items\":[");
      writeItems(type, items, out);
      out.text("]," + kind + ",\"metadata\":" + sorted + "}\n");
    } else {
      out.text("{" + kind + "," + apiVersion + ",\"metadata\":" + metadata + ",\"items\":[");
      writeItems(type, items, out);
      out.text("]}\n");
    }
  }

  private void writeItems(ResourceType type, List<StoredObject> items, HttpResponse out)
      throws IOException {
    Faults.Entry cut = faults.take(Fault.Cut.class::isInstance, type, Target.Call.LIST, null);
    Faults.Entry garbage =
        faults.take(Fault.Garbage.class::isInstance, type, Target.Call.LIST, null);
    Faults.Entry huge = faults.take(Fault.Huge.class::isInstance, type, Target.Call.LIST, null);
    int middle = items.size() / 2;
    for (int i = 0; i < items.size(); i++) {
      StoredObject item = items.get(i);
      if (i > 0) {
        out.write(',');
      }
      if (i == 0 && huge != null && huge.fault() instanceof Fault.Huge size) {
        item = Padding.of(item, size.bytes());
      }
      if (i == middle && garbage != null) {
        out.write(GARBAGE);
      }
      if (i == middle && cut != null) {
        byte[] json = item.json(type);
        out.write(json, 0, json.length / 2);
        out.flush();
        throw new IOException("cut by a fault");
      }
      if (type.custom()) {
        out.write(item.json(type));
      } else {
        out.write('{');
        out.write(item.json(), item.memberOffset(), item.json().length - item.memberOffset());
      }
    }
  }
}
