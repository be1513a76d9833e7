package org.mcpruntime.watcher.checks.facts;

import java.util.regex.Pattern;

/**
 * Objects that tools of MCP Runtime and cert-manager make for minutes, to try something. They fail on purpose or by
 * nature. A tenant may call his server {@code doctor-x}, so the whole form of the name counts.
 */
public final class HelperObjects {

  private static final Pattern LONE_POD =
      Pattern.compile("(?:doctor-(?:pull|admission|sentinel-probe|runtime-servers)"
          + "|mcp-runtime-doctor-(?:curl|dns|ingress))-\\d+"
          + "|registry-pusher-[0-9a-f]+");

  private static final Pattern SMOKE_SERVER = Pattern.compile("doctor-smoke-\\d{1,6}");

  private static final Pattern SMOKE_POD =
      Pattern.compile("doctor-smoke-\\d{1,6}(?:-[0-9a-z]+-[0-9a-z]{5})?");

  private static final Pattern ACME_SOLVER = Pattern.compile("cm-acme-http-solver-[0-9a-z]+");

  private HelperObjects() {}

  /** Whether an MCPServer, or its Deployment, belongs to the reconcile test of {@code cluster doctor}. */
  public static boolean isSmokeServer(ObjectRef ref) {
    return ref.namespace().equals("mcp-servers")
        && SMOKE_SERVER.matcher(ref.name()).matches();
  }

  static boolean isHelperPod(Meta meta, String restartPolicy) {
    String name = meta.ref().name();
    if (LONE_POD.matcher(name).matches()) {
      return meta.controller() == null && restartPolicy.equals("Never");
    }
    boolean smoke =
        meta.ref().namespace().equals("mcp-servers") && SMOKE_POD.matcher(name).matches();
    return smoke || ACME_SOLVER.matcher(name).matches();
  }
}
