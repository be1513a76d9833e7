package org.mcpruntime.watcher.cli.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.collector.api.ApiFailure;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.collector.api.Discovery;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.api.KubeApi;
import org.mcpruntime.watcher.collector.api.Selection;
import org.mcpruntime.watcher.collector.api.ServedKind;
import org.mcpruntime.watcher.collector.api.ServedScope;
import org.mcpruntime.watcher.schemas.json.JsonRange;
import org.mcpruntime.watcher.schemas.json.ListPage;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import org.mcpruntime.watcher.schemas.redaction.CredentialText;
import org.mcpruntime.watcher.schemas.redaction.Redactor;

/** Lists the kinds of the collector once, page by page. GET only. */
final class LiveCluster {

  private static final int PAGE = 500;

  /** A list whose pages expired is begun again this often. */
  private static final int ATTEMPTS = 3;

  private final KubeApi api;
  private final String user;
  private final @Nullable String namespace;
  private final ObjectReader reader;
  private final Map<KindRef, Sight> sights = new HashMap<>();
  private final List<Unseen> unseen = new ArrayList<>();
  private final Set<KindRef> absent = new HashSet<>();

  /**
   * A reader of one cluster.
   *
   * @param namespace only this one; null for all
   */
  LiveCluster(KubeApi api, Redactor redactor, String user, @Nullable String namespace) {
    this.api = api;
    this.reader = new ObjectReader(redactor);
    this.user = user;
    this.namespace = namespace;
  }

  Observed observe(List<KindSpec> kinds) throws InterruptedException {
    Set<KindId> wanted =
        kinds.stream().map(KindSpec::id).collect(Collectors.toCollection(TreeSet::new));
    ApiResult<Discovery.Found> found = new Discovery(api, wanted).find();
    if (found instanceof ApiResult.Failed<Discovery.Found> failed) {
      throw new CannotRun(
          CredentialText.mask(api.master().toString()) + ": " + words(failed.failure()));
    }
    Discovery.Found served = ((ApiResult.Answer<Discovery.Found>) found).value();
    for (KindSpec kind : kinds) {
      ServedKind here = served.served().get(kind.id());
      if (here != null) {
        list(here);
      } else if (served.undecided().contains(kind.id()) || !kind.optional()) {
        blind(kind.id(), kind.id().text(), "NotServed", "not served");
      } else {
        absent.add(ref(kind.id()));
      }
    }
    unseen.addAll(reader.unread());
    return new Observed(reader.facts(), sights, unseen, absent, reader.objects());
  }

  private void list(ServedKind kind) throws InterruptedException {
    ApiFailure failure = new ApiFailure.Gone();
    for (int attempt = 0; attempt < ATTEMPTS && failure instanceof ApiFailure.Gone; attempt++) {
      ApiResult<List<byte[]>> pages = pages(kind);
      if (pages instanceof ApiResult.Answer<List<byte[]>> answer) {
        answer.value().forEach(page -> take(kind, page));
        sights.put(ref(kind.id()), Sight.SEEN);
        return;
      }
      failure = ((ApiResult.Failed<List<byte[]>>) pages).failure();
    }
    String resource =
        kind.plural() + (kind.id().group().isEmpty() ? "" : "." + kind.id().group());
    blind(kind.id(), resource, failure.reason(), words(failure));
  }

  /** Nothing of a list counts until its last page is there. */
  private ApiResult<List<byte[]>> pages(ServedKind kind) throws InterruptedException {
    List<byte[]> pages = new ArrayList<>();
    String token = "";
    do {
      ApiResult<byte[]> page = api.get(path(kind, token));
      if (page instanceof ApiResult.Failed<byte[]> failed) {
        return ApiResult.failed(failed.failure());
      }
      byte[] bytes = ((ApiResult.Answer<byte[]>) page).value();
      pages.add(bytes);
      try {
        token = ListPage.read(bytes, 0, bytes.length).continueToken();
      } catch (MalformedJsonException e) {
        return ApiResult.failed(new ApiFailure.Malformed());
      }
    } while (!token.isEmpty());
    return ApiResult.answer(pages);
  }

  private void take(ServedKind kind, byte[] bytes) {
    try {
      for (JsonRange item : ListPage.read(bytes, 0, bytes.length).items()) {
        reader.read(
            bytes, item.offset(), item.length(), kind.apiVersion(), kind.id().kind());
      }
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("read a moment ago", e);
    }
  }

  private String path(ServedKind kind, String token) {
    String in = namespace == null || !kind.namespaced() ? "" : namespace;
    return new ServedScope(kind, in, Selection.everything())
        .listPath(PAGE, token.isEmpty() ? null : token);
  }

  private void blind(KindId kind, String resource, String reason, String why) {
    sights.put(ref(kind), Sight.blind(reason));
    unseen.add(new Unseen(resource, why));
  }

  private String words(ApiFailure failure) {
    if (failure instanceof ApiFailure.Forbidden) {
      return "forbidden" + (user.isEmpty() ? "" : " for user \"" + user + "\"");
    }
    if (failure instanceof ApiFailure.Unauthorized) {
      return "the server does not accept these credentials"
          + (user.isEmpty() ? "" : " (user \"" + user + "\")");
    }
    if (failure instanceof ApiFailure.Unreachable) {
      return "cannot be reached";
    }
    if (failure instanceof ApiFailure.ServerError error) {
      return "the server failed with HTTP " + error.code();
    }
    return failure.reason();
  }

  private static KindRef ref(KindId kind) {
    return new KindRef(kind.group(), kind.kind());
  }
}
