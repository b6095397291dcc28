package io.organza.export;

import io.organza.checkpoint.GeneratorFile;

/** The formats that a generator can be exported to: files, and a folder. */
public enum ExportFormat {
  /** The tensors alone, for programs that have the network. */
  SAFETENSORS(GeneratorFile.ENDING),
  /** Code and tensors for PyTorch, in Python, C++ and DJL. */
  TORCHSCRIPT(".pt"),
  /** Operators and tensors for ONNX Runtime, in many languages. */
  ONNX(".onnx"),
  /** A folder that DJL and DJL Serving load: TorchScript, and the properties of a model. */
  DJL("-djl");

  private final String ending;

  ExportFormat(String ending) {
    this.ending = ending;
  }

  /** Returns how the names of such files or folders end. */
  public String ending() {
    return ending;
  }

  /** Returns whether such files can make images with these values. */
  public boolean canHave(PixelValues values) {
    return values == PixelValues.UNIT || this == TORCHSCRIPT || this == ONNX;
  }

  /** Returns what writes the file; in a folder, the model's. */
  Target target(PixelValues values) {
    return switch (this) {
      case SAFETENSORS -> new SafetensorsTarget();
      case TORCHSCRIPT, DJL -> new TorchScriptTarget(values);
      case ONNX -> new OnnxTarget(values);
    };
  }
}
