package org.mcpruntime.watcher.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.checks.assess.CandidateKey;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Candidate;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.cli.output.TextTable;

/** A report for a person: what is wrong, what is seen, what to do, what was not seen. */
public final class DoctorText {

  private static final int LABEL = 12;
  private static final String INDENT = " ".repeat(LABEL);

  private DoctorText() {}

  public static List<String> render(
      DoctorReport report, Severity failOn, Palette palette, int width) {
    List<String> lines = new ArrayList<>();
    List<Candidate> headlines = report.headlines();
    int places = headlines.stream().mapToInt(h -> place(h).length()).max().orElse(0);
    int checks =
        headlines.stream().mapToInt(h -> h.key().checkId().length()).max().orElse(0);
    for (Candidate headline : headlines) {
      String severity = headline.assessment().severity().name();
      String rest = pad(place(headline), places) + "  " + pad(headline.key().checkId(), checks)
          + "  " + headline.assessment().finding().title();
      lines.add(
          palette.severity(severity, pad(severity, LABEL)) + TextTable.cut(rest, width - LABEL));
      indented(lines, headline.assessment().message(), width);
      indented(
          lines, "fix: " + String.join(" ", headline.assessment().finding().remediation()), width);
      List<Candidate> explained = report.explainedBy(headline);
      if (!explained.isEmpty()) {
        indented(
            lines,
            "explains " + explained.size() + ": "
                + explained.stream()
                    .map(e -> explained(headline, e))
                    .collect(Collectors.joining(", ")),
            width);
      }
    }
    for (Unseen unseen : report.unseen()) {
      List<String> wrapped = Paragraphs.wrap(unseen.text(), width - LABEL, "");
      for (int i = 0; i < wrapped.size(); i++) {
        lines.add((i == 0 ? palette.severity("warning", pad("CANNOT SEE", LABEL)) : INDENT)
            + wrapped.get(i));
      }
    }
    if (!report.notLookedAt().isEmpty()) {
      Paragraphs.wrap("not looked at: " + String.join(", ", report.notLookedAt()), width, "  ")
          .forEach(line -> lines.add(palette.dim(line)));
    }
    List<String> last = new ArrayList<>(List.of(report.count()));
    if (!report.unseen().isEmpty()) {
      last.add(report.unseen().size() + " unseen");
    }
    last.add(Counted.of(report.objects(), "object")
        + String.format(Locale.ROOT, " in %.1fs", report.took().toMillis() / 1000.0));
    last.add("exit " + report.exitCode(failOn));
    lines.add(String.join(" · ", last));
    return lines;
  }

  private static void indented(List<String> lines, String text, int width) {
    Paragraphs.wrap(text, width - LABEL, "").forEach(line -> lines.add(INDENT + line));
  }

  static String place(Candidate candidate) {
    String namespace = candidate.key().anchor().namespace();
    String name = candidate.server() == null
        ? candidate.key().anchor().name()
        : candidate.server().name();
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  private static String explained(Candidate headline, Candidate explained) {
    CandidateKey key = explained.key();
    return key.anchor().equals(headline.key().anchor())
        ? key.checkId()
        : (key.anchor().namespace().equals(headline.key().anchor().namespace())
                ? key.anchor().kind() + "/" + key.anchor().name()
                : place(explained))
            + " " + key.checkId();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
