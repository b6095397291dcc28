package io.organza.export;

/** The formats of files that a generator can be exported to. */
public enum ExportFormat {
  /** The tensors alone, for programs that have the network. */
  SAFETENSORS(".safetensors"),
  /** Code and tensors for PyTorch, in Python, C++ and DJL. */
  TORCHSCRIPT(".pt"),
  /** Operators and tensors for ONNX Runtime, in many languages. */
  ONNX(".onnx");

  private final String ending;

  ExportFormat(String ending) {
    this.ending = ending;
  }

  /** Returns how the names of such files end, with the dot. */
  public String ending() {
    return ending;
  }

  Target target() {
    return switch (this) {
      case SAFETENSORS -> new SafetensorsTarget();
      case TORCHSCRIPT -> new TorchScriptTarget();
      case ONNX -> new OnnxTarget();
    };
  }
}
