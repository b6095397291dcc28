package io.organza.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.organza.file.Links;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Damage to a checkpoint's files, drawn from a seed, and its repair. */
final class Damage {

  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "1",
          "3",
          "4",
          "13",
          "4294967296",
          "2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "99999999999999999999",
          "1e999999999",
          "-1e-999999999",
          "1.5",
          "4611686018427387904",
          "null",
          "true",
          "\"\"",
          "[]",
          "{}",
          "9".repeat(2000));
  private static final List<String> WORDS =
      List.of("F16", "I64", "f32", "../x", "/etc/passwd", "", "__metadata__", "\\u0000", "\\ud800");
  private static final List<String> TARGETS =
      List.of("/dev/zero", "/etc/passwd", "/", "state.json", "link-to-itself", "nowhere");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"");

  private final Path checkpoint;
  private final Path pipe;
  private final SortedMap<String, byte[]> intact = new TreeMap<>();
  private final List<String> story = new ArrayList<>();
  private Random random = new Random(0);

  Damage(Path checkpoint) throws IOException {
    this.checkpoint = checkpoint;
    this.pipe = checkpoint.resolveSibling("pipe");
    for (Path file : files()) {
      intact.put(file.getFileName().toString(), Files.readAllBytes(file));
    }
  }

  /** Damages one or two files; in half of the cases SHA256SUMS is then put right again. */
  void inflict(long seed) throws IOException {
    random = new Random(seed);
    story.clear();
    for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
      String name = any(List.copyOf(intact.keySet()));
      if (random.nextInt(6) == 0) {
        replace(name);
      } else {
        Path file = checkpoint.resolve(name);
        byte[] bytes = isSmall(file) ? Files.readAllBytes(file) : new byte[0];
        Files.write(emptied(name), changed(name, bytes));
      }
    }
    if (random.nextBoolean()) {
      sum();
    }
  }

  /** Returns what was done. */
  List<String> story() {
    return List.copyOf(story);
  }

  /** Puts every file back. */
  void repair() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
    for (Map.Entry<String, byte[]> file : intact.entrySet()) {
      Files.write(checkpoint.resolve(file.getKey()), file.getValue());
    }
  }

  /** Puts something else where a file was. */
  private void replace(String name) throws IOException {
    Path file = emptied(name);
    int kind = random.nextInt(5);
    story.add(name + " replaced " + kind);
    switch (kind) {
      case 0 -> Files.createDirectory(file);
      case 1 -> Links.canMake(file, Path.of(any(TARGETS)));
      case 2 -> {
        if (Files.exists(pipe) || Programs.run("mkfifo", pipe.toString())) {
          Files.createLink(file, pipe);
        }
      }
      case 3 -> {
        Files.write(file, intact.getOrDefault(name, new byte[0]));
        try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
          hole.setLength(1L << (20 + random.nextInt(22)));
        }
      }
      default -> {} // It is gone.
    }
  }

  private byte[] changed(String name, byte[] bytes) throws IOException {
    int kind = random.nextInt(16);
    story.add(name + " changed " + kind);
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(64));
    return switch (kind) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(5000));
      case 2, 3 -> flipped(bytes);
      case 4 -> joined(Arrays.copyOf(bytes, at), noise(end - at), tail(bytes, end));
      case 5 -> joined(Arrays.copyOf(bytes, at), new byte[0], tail(bytes, end));
      case 6 -> joined(Arrays.copyOf(bytes, end), tail(bytes, at), new byte[0]);
      case 7, 8 -> swapped(bytes, NUMBER, NUMBERS);
      case 9 -> swapped(bytes, WORD, WORDS.stream().map(word -> '"' + word + '"').toList());
      case 10 -> intact.getOrDefault(any(List.copyOf(intact.keySet())), new byte[0]);
      case 11 -> packed(bytes);
      case 12 ->
          json(name, any(List.of("[", "{\"a\":", "{\"a\":[")).repeat(random.nextInt(20_000)));
      case 13 -> json(name, header());
      case 14 -> name.equals(Checksums.FILE) ? sums(bytes) : json(name, many());
      default -> length(bytes);
    };
  }

  private byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(8); i >= 0 && changed.length > 0; i--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  /** Puts one of the given texts in the place of one match. */
  private byte[] swapped(byte[] bytes, Pattern pattern, List<String> others) {
    String text = new String(bytes, ISO_8859_1);
    List<int[]> matches = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      matches.add(new int[] {matcher.start(), matcher.end()});
    }
    if (matches.isEmpty()) {
      return flipped(bytes);
    }
    int[] match = any(matches);
    String changed = text.substring(0, match[0]) + any(others) + text.substring(match[1]);
    byte[] result = changed.getBytes(ISO_8859_1);
    // The length of a tensor file's header goes along, else nothing behind it is looked at.
    if (text.indexOf('{') == Long.BYTES) {
      ByteBuffer header = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
      header.putLong(0, header.getLong(0) + changed.length() - text.length());
    }
    return result;
  }

  private byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (random.nextBoolean()) {
      try (OutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(bytes);
      }
    } else {
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.putNextEntry(new ZipEntry("../../x"));
        zip.write(bytes);
      }
    }
    return out.toByteArray();
  }

  /** Returns a text as it is, or as the header of a tensor file. */
  private byte[] json(String name, String text) {
    byte[] json = text.getBytes(UTF_8);
    if (!TensorGroups.isFile(name)) {
      return json;
    }
    byte[] values = new byte[random.nextInt(64)];
    return ByteBuffer.allocate(Long.BYTES + json.length + values.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(values)
        .array();
  }

  /** Returns a header of tensors with any shapes and offsets. */
  private String header() {
    List<String> tensors = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      List<String> shape = Stream.generate(this::side).limit(random.nextInt(18)).toList();
      tensors.add(
          "\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%s,%s]}"
              .formatted(
                  any(List.of("a", "a", "b", "", "n".repeat(600), "\\u001b[2J")),
                  any(List.of("F32", "F32", "F32", "F16", "BOOL")),
                  String.join(",", shape),
                  side(),
                  side()));
    }
    return "{" + String.join(",", tensors) + "}";
  }

  private String side() {
    return random.nextInt(3) > 0 ? Integer.toString(random.nextInt(6)) : any(NUMBERS);
  }

  /** Returns an object of many keys, or a list of many values. */
  private String many() {
    int count = 1 << random.nextInt(18);
    StringBuilder text = new StringBuilder("{\"k\":[");
    for (int i = 0; i < count; i++) {
      text.append(i).append(',');
    }
    text.append("0]");
    for (int i = 0; i < count; i++) {
      text.append(",\"k").append(i).append("\":{}");
    }
    return text.append('}').toString();
  }

  private byte[] sums(byte[] bytes) {
    String name =
        any(List.of("../x", "/etc/passwd", "state.json", "a/b", "..", ".", "n".repeat(300), "x"));
    String lines = ("0".repeat(64) + "  " + name + "\n").repeat(1 + random.nextInt(3));
    return joined(bytes, lines.getBytes(UTF_8), new byte[0]);
  }

  /** Changes the first eight bytes, which are the length of a tensor file's header. */
  private byte[] length(byte[] bytes) {
    byte[] changed = Arrays.copyOf(bytes, Math.max(Long.BYTES, bytes.length));
    long length = random.nextBoolean() ? random.nextLong() : random.nextInt(1 << 10);
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    return changed;
  }

  private byte[] noise(int count) {
    byte[] noise = new byte[count];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private Path emptied(String name) throws IOException {
    Path file = checkpoint.resolve(name);
    Files.deleteIfExists(file);
    return file;
  }

  /** Writes SHA256SUMS anew, with the right sum of each file that can be summed. */
  private void sum() throws IOException {
    story.add("summed");
    StringBuilder sums = new StringBuilder();
    for (String name : intact.keySet()) {
      Path file = checkpoint.resolve(name);
      if (!name.equals(Checksums.FILE)) {
        String sum = isSmall(file) ? CheckpointFixture.sha256(file) : "0".repeat(64);
        sums.append(sum).append("  ").append(name).append('\n');
      }
    }
    Files.write(emptied(Checksums.FILE), sums.toString().getBytes(UTF_8));
  }

  private static boolean isSmall(Path path) throws IOException {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) < 1 << 24;
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> entries = Files.list(checkpoint)) {
      return entries.toList();
    }
  }
}
