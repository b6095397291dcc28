package io.organza.data;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The classes of a source's images: their names in order, and an index of these for each image. */
final class Labels {

  private static final Labels NONE = new Labels(List.of(), new int[0]);
  private static final int COLUMNS = 2;

  private final List<String> classes;
  private final int[] ofImage;

  private Labels(List<String> classes, int[] ofImage) {
    this.classes = classes;
    this.ofImage = ofImage;
  }

  /**
   * Returns the labels of all images of a source.
   *
   * @param options what gives labels, and the classes that a run began with, if it did
   * @throws LabelsException if that is fewer than two classes, and no run began with the one
   * @throws DataException if the file of the labels cannot be read
   */
  static Labels of(ImageSource source, DataOptions options) throws IOException {
    String kind = options.labels();
    if (kind.equals(DataOptions.NO_LABELS)) {
      return NONE;
    }
    if (kind.equals(DataOptions.FOLDERS)) {
      return ofFolders(source, options);
    }
    Path file = Path.of(kind);
    boolean json = kind.toLowerCase(Locale.ROOT).endsWith(".json");
    return json
        ? ofTable(source, readJson(file), options, kind)
        : ofTable(source, readCsv(file), options, kind);
  }

  /**
   * Returns the labels of a {@code dataset.json} of the source, or else those by the first folder
   * that not all images have in common. A run that began with the first folder of all keeps that.
   */
  private static Labels ofFolders(ImageSource source, DataOptions options) throws IOException {
    if (!options.classNames().isEmpty()) {
      Labels first = byFolder(source, 0);
      if (first.classes().equals(options.classNames())) {
        return first;
      }
    }
    Optional<Map<String, Integer>> numbers = source.labels();
    if (numbers.isPresent()) {
      return ofTable(source, numbers.get(), options, "its " + DatasetJson.NAME);
    }
    return enough(byFolder(source, common(source)), options, DataOptions.FOLDERS, "");
  }

  /** Returns the labels by the folders at a level, from 0; without one, by the places. */
  private static Labels byFolder(ImageSource source, int level) {
    return named(
        source.count(),
        i -> source.folders(i).stream().skip(level).findFirst().or(() -> source.place(i)));
  }

  /** Returns how many folders all images have in common. */
  private static int common(ImageSource source) {
    List<String> first = source.folders(0);
    int common = first.size();
    for (int i = 1; i < source.count(); i++) {
      List<String> folders = source.folders(i);
      common = Math.min(common, folders.size());
      while (!folders.subList(0, common).equals(first.subList(0, common))) {
        common--;
      }
    }
    return common;
  }

  private static <T extends Comparable<T>> Labels ofTable(
      ImageSource source, Map<String, T> table, DataOptions options, String giver)
      throws LabelsException {
    Labels labels =
        named(source.count(), i -> Optional.ofNullable(table.get(plain(source.path(i)))));
    // The first path may be a heading.
    String why =
        table.keySet().stream()
            .reduce((path, next) -> next)
            .map(
                path ->
                    ": its paths are like %s, those of images like %s"
                        .formatted(path, source.path(0)))
            .orElse("");
    return enough(labels, options, giver, why);
  }

  private static <T extends Comparable<T>> Labels named(
      int count, IntFunction<Optional<T>> classOf) {
    List<Optional<T>> ofImages = IntStream.range(0, count).mapToObj(classOf).toList();
    List<T> classes = ofImages.stream().flatMap(Optional::stream).distinct().sorted().toList();
    Map<T, Integer> indices = new HashMap<>();
    classes.forEach(name -> indices.put(name, indices.size()));
    return new Labels(
        classes.stream().map(Object::toString).toList(),
        ofImages.stream().mapToInt(name -> name.map(indices::get).orElse(-1)).toArray());
  }

  /**
   * Returns the labels if they tell images apart, or are those that a run began with.
   *
   * @param why there may be none at all
   */
  private static Labels enough(Labels labels, DataOptions options, String giver, String why)
      throws LabelsException {
    List<String> classes = labels.classes();
    if (classes.isEmpty() || (classes.size() == 1 && !classes.equals(options.classNames()))) {
      throw new LabelsException(
          "labels: must give images of %s at least two classes; %s gives %s"
              .formatted(
                  options.source(),
                  giver,
                  classes.isEmpty() ? "none" + why : "only one, " + classes.get(0)));
    }
    return labels;
  }

  /** Returns the names of the classes, in the order of their labels; empty without labels. */
  List<String> classes() {
    return classes;
  }

  /** Returns the label of an image of the source, -1 if it has none. */
  int of(int sourceIndex) {
    return classes.isEmpty() ? -1 : ofImage[sourceIndex];
  }

  /** Returns all that is left out of a source: what cannot be read, and then what has no label. */
  List<SkippedFile> leftOut(ImageSource source, List<SkippedFile> unread) {
    if (classes.isEmpty()) {
      return unread;
    }
    List<SkippedFile> all = new ArrayList<>(unread);
    Set<String> paths = unread.stream().map(SkippedFile::path).collect(Collectors.toSet());
    IntStream.range(0, source.count())
        .filter(i -> of(i) < 0 && !paths.contains(source.path(i)))
        .forEach(i -> all.add(new SkippedFile(source.path(i), "it has no label")));
    return List.copyOf(all);
  }

  /** Reads lines of a file's path and its label; further columns and a heading do not matter. */
  private static Map<String, String> readCsv(Path csv) throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    try (MappingIterator<String[]> rows =
        mapper.readerFor(String[].class).readValues(Files.readString(csv))) {
      while (rows.hasNext()) {
        String[] row = rows.next();
        if (row.length < COLUMNS) {
          throw new DataException(
              "%s: no label for %s; between columns there are commas"
                  .formatted(csv, String.join(",", row)));
        }
        String label = row[1].strip();
        if (!label.isEmpty()) {
          put(labels, csv, plain(row[0].strip()), label);
        }
      }
    } catch (DataException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new DataException("labels: no such file: " + csv, e);
    } catch (CharacterCodingException e) {
      throw new DataException(csv + " cannot be read as a table of labels: it is not UTF-8", e);
    } catch (IOException | RuntimeJsonMappingException e) {
      throw new DataException(csv + " cannot be read as a table of labels: " + e.getMessage(), e);
    }
    return labels;
  }

  private static Map<String, Integer> readJson(Path json) throws DataException {
    return DatasetJson.read(json.toString(), "", () -> Files.readAllBytes(json))
        .orElseThrow(() -> new DataException(json + ": has no labels"));
  }

  private static void put(Map<String, String> labels, Path csv, String path, String label)
      throws DataException {
    String other = labels.put(path, label);
    if (other != null && !other.equals(label)) {
      throw new DataException(
          "%s: two labels for %s, %s and %s".formatted(csv, path, other, label));
    }
  }

  /** Returns a path as different programs agree on it, also on how letters have their accents. */
  static String plain(String path) {
    String plain = Normalizer.normalize(path, Normalizer.Form.NFC);
    plain = plain.startsWith("\uFEFF") ? plain.substring(1) : plain;
    plain = plain.replace('\\', '/').replace("/./", "/");
    return plain.startsWith("./") ? plain.substring(2) : plain;
  }
}
